"""Does what the README says to do after its first command: the commands of its table, in this environment."""

import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

commands = re.findall(r"^\| `(wireroom .+?)` \|", Path("README.md").read_text(encoding="utf-8"), re.M)
if not commands:
    sys.exit("the README's table of commands is not there")
for command in commands:
    print("$", command, flush=True)
    if not command.startswith("wireroom up"):
        subprocess.run(shlex.split(command), check=True)
        continue
    with subprocess.Popen([*shlex.split(command), "--port", "5599"], stdout=subprocess.PIPE, text=True) as up:
        for line in up.stdout or ():
            print(line, end="", flush=True)
            if line.startswith("flower"):
                urlopen(line.split()[1], timeout=10).close()  # noqa: S310  an error ends this program
            if line.startswith("Feed"):
                up.send_signal(signal.SIGINT)
    if up.returncode:
        sys.exit(f"{command}: exit {up.returncode}")
