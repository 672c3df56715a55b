"""One tree of errors. The type decides what happens: refuse the report, try again, or stop and say why.

A class's docstring is its default message.
"""

from __future__ import annotations


class WireError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__ or "")


class BadReport(WireError):
    """The report cannot be read. It is refused at once and never tried again."""


class EmptyReport(BadReport):
    """There is no text in it."""


class BinaryReport(BadReport):
    """It is not text."""


class TooLarge(BadReport):
    """It is larger than WIRE_MAX_BYTES allows."""


class Temporary(WireError):
    """Something the step needs is not there right now. It is tried again after a while."""


class StoreGone(Temporary):
    """Redis does not answer."""


class StoreFull(Temporary):
    """Redis has reached its memory limit: nothing was written. Raise maxmemory or delete old reports."""


class UsageError(WireError):
    """The command or a setting is wrong; nothing was done."""


class UnknownReport(UsageError):
    """No report has this id."""


class UnsafeRedis(UsageError):
    """This Redis may lose data: it evicts keys or does not write them to disk."""


class FolderBusy(UsageError):
    """Another run uses this data folder."""
