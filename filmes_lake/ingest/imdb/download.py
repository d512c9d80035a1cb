"""IMDb's files from where IMDb publishes them, for those who accept its terms."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from filmes_lake.ingest.download import Downloaded, FileServer
from filmes_lake.ingest.imdb.description import ADDRESS, DATASETS
from filmes_lake.ingest.service import address_of
from filmes_lake.models.attribution import IMDB
from filmes_lake.progress import SILENT, Progress
from filmes_lake.settings import Settings

TERMS_ADDRESS = "https://developer.imdb.com/non-commercial-datasets/"
TERMS = (
    "IMDb's files are for personal and non-commercial use. You may hold copies of them.",
    "You may not alter, publish or sell them, nor make a database of movie information from them, but for yourself.",
    f"What is made from them says: {IMDB}",
    f"IMDb's own words count, and not this summary: {TERMS_ADDRESS}",
)
"""What whoever fetches them agrees to, in few words."""

FOLDER = Path("imdb")
"""Where they come if nobody says where, in the working folder."""


def has_accepted(settings: Settings) -> bool:
    """Whether the settings say that the terms are accepted."""
    return _own(settings).terms is not None


def fetch(settings: Settings, folder: Path | None = None, progress: Progress = SILENT) -> Sequence[Downloaded]:
    """Bring the datasets that the settings name into the folder; who calls has seen that the terms are accepted.

    Errors see `FileServer.download`; SettingsError where the address cannot be one.
    """
    own = _own(settings)
    server = FileServer(address_of(own.address, "imdb.address", ADDRESS), "imdb.address")
    names = [dataset.file_name for dataset in DATASETS if dataset.name in own.datasets]
    return server.download(names, (folder or FOLDER).expanduser(), progress)


def _own(settings: Settings) -> Any:
    """The table of settings whose keys this source declares."""
    return settings.imdb
