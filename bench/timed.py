"""`python -IS bench/timed.py PROGRAM ARGUMENT...`: what a program takes, as JSON; it ends as the program does.

A process has the memory of the one that started it for its peak, if it needs less itself. This one is small: it imports
nothing of ours. Of the program only what it writes to standard error comes through.
"""

import json
import os
import subprocess
import sys
import time


def main() -> int:
    """Run the program that the arguments name, and write its seconds, processor seconds and peak in bytes."""
    began = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    print(json.dumps([seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit]))
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
