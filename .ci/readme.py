"""Prints the README's first or second command: python .ci/readme.py 1|2. It is the n-th block of shell commands."""

import re
import sys
from pathlib import Path

blocks = re.findall(r"^```(?:sh|bash|console)\n(.+?)^```", Path("README.md").read_text(encoding="utf-8"), re.M | re.S)
print(blocks[int(sys.argv[1]) - 1].strip())
