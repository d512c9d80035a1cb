"""`filmes-lake ingest imdb`: a set of IMDb's own files, at hand or fetched first, into Raw."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, filing_day, open_runtime
from filmes_lake.errors import FilmesLakeError, UsageError

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.runtime import Runtime

SetArgument = Annotated[
    list[str] | None, typer.Argument(metavar="FOLDER|FILE...", help="IMDb's files as they are, or a folder of them.")
]
DayOption = Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day to file them under.")]
DownloadOption = Annotated[
    bool, typer.Option("--download", help="Fetch them from IMDb first: what changed since the last time.")
]
TermsOption = Annotated[
    bool, typer.Option("--accept-terms", help="Accept IMDb's terms: personal and non-commercial use.")
]
ToOption = Annotated[Path | None, typer.Option("--to", metavar="DIR", help="The folder to fetch them into (./imdb).")]


def ingest_imdb(
    context: typer.Context,
    files: SetArgument = None,
    download: DownloadOption = False,
    accept_terms: TermsOption = False,
    to: ToOption = None,
    day: DayOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Store a set of IMDb's own files and make it the current snapshot of films and series."""
    from filmes_lake.commands.views import landed as landed_view
    from filmes_lake.ingest.files import path_of
    from filmes_lake.ingest.imdb.ingest import SetRequest, ingest_set

    _refuse_nonsense(files or [], download=download, others=accept_terms or to is not None)
    runtime, console = open_runtime(context, lake, as_json=as_json)
    wanted = SetRequest(filing_day(day, runtime), runtime.settings.largest_unpacked)
    paths = [path_of(word, None) for word in files or []]
    if download:
        _agree(runtime, console, accepted=accept_terms)
        paths = _fetch(runtime, console, to)
    with console.progress() as progress:
        taken = ingest_set(runtime.lake, paths, wanted, progress)
    landed_view.show(console, taken.files)
    if taken.is_another and all(file.is_unchanged for file in taken.files):
        console.note("the lake had these files; as a set they are its current snapshot now")
    console.note(f"next: {command_line('ingest tmdb', runtime)}")
    console.note(f"then: {command_line('transform all', runtime)}")


def _refuse_nonsense(files: Sequence[str], *, download: bool, others: bool) -> None:
    if not files and not download:
        raise UsageError("ingest imdb: no files", "name a folder or files of IMDb's, or add --download to fetch them")
    if files and download:
        raise UsageError("--download: it fetches the files itself", "omit it, or the files; --to names the folder")
    if others and not download:
        raise UsageError("--accept-terms and --to: for --download only", "add --download, or omit them")


def _agree(runtime: "Runtime", console: "Console", *, accepted: bool) -> None:
    """Go on only if the user accepts IMDb's terms, which are shown in any case."""
    from filmes_lake.ingest.imdb.terms import TERMS, TERMS_ADDRESS, accepted_by, has_accepted

    if accepted or has_accepted(runtime.settings):
        console.note(accepted_by("--accept-terms" if accepted else "the setting imdb.terms"))
        return
    if not console.can_ask:
        raise UsageError(
            f"IMDb's terms ({TERMS_ADDRESS}) have to be accepted, and nobody can be asked here",
            'read them, then add --accept-terms, or set terms = "accepted" under [imdb]',
        )
    for sentence in TERMS:
        console.note(sentence)
    if not console.confirm("Do you accept these terms?"):
        raise FilmesLakeError("IMDb's terms: you did not say yes, and nothing was fetched", "answer y to accept them")
    console.note('to be asked no more, set terms = "accepted" under [imdb] in filmes-lake.toml')


def _fetch(runtime: "Runtime", console: "Console", to: Path | None) -> list[Path]:
    from filmes_lake.ingest.imdb.download import fetch
    from filmes_lake.progress import format_bytes

    with console.progress("download") as progress:
        files = fetch(runtime.settings, to, progress)
    for file in files:
        console.note(f"{'fetched' if file.fetched else 'unchanged'}: {file.path} ({format_bytes(file.bytes)})")
    return [file.path for file in files]
