"""An ingest in another process that is killed when it is about to write a certain object."""

from pathlib import Path

from tests.fakes.processes import kill, running

_CODE = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.registry import schema
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind

print("ready", flush=True)
root, file, way, when, skip = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5])


class Mortal(FolderStorage):
    left = skip

    def die(self, key):
        if when in key:
            if self.left == 0:
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
            self.left -= 1

    def put(self, key, data):
        self.die(key)
        super().put(key, data)

    def put_file(self, key, path):
        self.die(key)
        super().put_file(key, path)

    def swap(self, key, data, expected):
        self.die(key)
        return super().swap(key, data, expected)


lake = Lake(Mortal(root), schema(), lambda: datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
if way == "csv":
    ingest_csv(lake, [file], None, None)
else:
    ingest_saved_tmdb(lake, file, Kind.MOVIES)
"""


def ingest_and_be_killed(lake: Path, file: Path, *, way: str, when: str, skip: int = 0) -> None:
    """Ingest `file` by `way` (csv or tmdb), up to the write of the object whose key contains `when`, `skip` passed."""
    with running(_CODE, str(lake), str(file), way, when, str(skip)) as process:
        assert process.wait(timeout=60) != 0
        kill(process)
