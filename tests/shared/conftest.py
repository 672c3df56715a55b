"""A small graph of steps for tests of the store."""

AFTER = {"normalize": [], "dedup": ["normalize"], "quotes": ["normalize"], "resolve": ["quotes", "dedup"]}
MINE = dict.fromkeys(AFTER, "1")
