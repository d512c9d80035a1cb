"""IMDb's files from where IMDb publishes them, for those who accept its terms."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from filmes_lake.ingest.download import Downloaded, FileServer
from filmes_lake.ingest.imdb.description import ADDRESS, DATASETS
from filmes_lake.ingest.service import address_of
from filmes_lake.progress import SILENT, Progress
from filmes_lake.settings import Settings

FOLDER = Path("imdb")
"""Where they come if nobody says where, in the working folder; of `run` in the cache."""


def fetch(settings: Settings, folder: Path | None = None, progress: Progress = SILENT) -> Sequence[Downloaded]:
    """Bring the datasets that the settings name into the folder; who calls has seen that the terms are accepted.

    Errors see `FileServer.download`; SettingsError where the address cannot be one.
    """
    own: Any = settings.imdb  # the keys are this source's
    server = FileServer(address_of(own.address, "imdb.address", ADDRESS), "imdb.address")
    names = [dataset.file_name for dataset in DATASETS if dataset.name in own.datasets]
    return server.download(names, (folder or FOLDER).expanduser(), progress)
