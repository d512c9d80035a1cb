"""`python bench/plain_copy.py TARGET FILE...`: copy each file into TARGET and print its SHA-256."""

import hashlib
import shutil
import sys
from pathlib import Path

target = Path(sys.argv[1])
target.mkdir(parents=True)
for name in sys.argv[2:]:
    copy = shutil.copyfile(name, target / Path(name).name)
    with copy.open("rb") as file:
        print(hashlib.file_digest(file, "sha256").hexdigest(), copy)
