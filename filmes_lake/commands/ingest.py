"""`filmes-lake ingest`: files and TMDB records into Raw."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core
import typer.main

from filmes_lake.commands import ingest_imdb, ingest_tmdb
from filmes_lake.commands.options import JsonOption, LakeOption, command_line, filing_day, open_runtime
from filmes_lake.models.kinds import Kind

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.ingest.delimited.landing import Landed
    from filmes_lake.ingest.source import SourcePackage
    from filmes_lake.models.source import RawTable, Source
    from filmes_lake.runtime import Runtime


class IngestGroup(typer.core.TyperGroup):
    """The sub-commands that stand here, and one for each other source of the registry whose files are named."""

    def list_commands(self, ctx: Any) -> list[str]:
        """See `TyperGroup.list_commands`."""
        return [*super().list_commands(ctx), *(name for name in _file_sources() if name not in self.commands)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """See `TyperGroup.get_command`."""
        return super().get_command(ctx, cmd_name) or _command_of(_file_sources().get(cmd_name))


app = typer.Typer(
    cls=IngestGroup,
    help="Bring CSVs, IMDb's own files and TMDB's records into the lake's Raw layer.",
    no_args_is_help=True,
)
app.command("tmdb")(ingest_tmdb.ingest_tmdb)
app.command("imdb")(ingest_imdb.ingest_imdb)

FilesArgument = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Delimited files, plain, gzip or zip; - reads standard input.")
]
DayOption = Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day to file them under.")]

EncodingOption = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="If the files are not UTF-8: latin-1, cp1252, utf-16, ..."),
]


@app.command("csv")
def ingest_csv(
    context: typer.Context,
    files: FilesArgument,
    kind: Annotated[Kind | None, typer.Option(help="Refuse files of another kind, by their header.")] = None,
    day: DayOption = None,
    encoding: EncodingOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Store CSVs exactly as received and make them the current snapshots of their kinds."""
    from filmes_lake.ingest.csv_source import SOURCE

    table = next((table for table in SOURCE.raw if table.kind is kind), None)
    given = {"lake": lake, "as_json": as_json, "csv_encoding": encoding}
    _ingest(context, SOURCE, files, table, day, given, "ingest tmdb")


def _ingest(
    context: typer.Context,
    source: "Source",
    files: list[str],
    table: "RawTable | None",
    day: str | None,
    given: dict[str, Any],
    *then: str,
) -> None:
    from filmes_lake.ingest.delimited.ingest import IngestRequest, ingest_files
    from filmes_lake.ingest.files import path_of

    runtime, console = open_runtime(context, **given)
    sources = [path_of(file, command_line(f"ingest {source.name} -", runtime)) for file in files]
    settings = runtime.settings
    contracts, largest = settings.contract_by_table, settings.largest_unpacked
    wanted = IngestRequest(table, filing_day(day, runtime), contracts, largest, settings.csv_encoding)
    with console.progress() as progress:
        landed = ingest_files(runtime.lake, source, sources, wanted, progress)
    _show(runtime, console, landed, *then)


def _show(runtime: "Runtime", console: "Console", landed: "Sequence[Landed]", *then: str) -> None:
    from filmes_lake.commands.views import landed as landed_view

    landed_view.show(console, landed)
    first, *others = (*then, "transform all")
    console.note(f"next: {command_line(first, runtime)}")
    for words in others:
        console.note(f"then: {command_line(words, runtime)}")


def _file_sources() -> dict[str, "SourcePackage"]:
    """The sources of the registry that come as files, by name."""
    from filmes_lake.ingest.registry import SOURCES
    from filmes_lake.ingest.source import FilesReceiver

    return {
        package.SOURCE.name: package
        for package in SOURCES
        if _is_delimited(package.SOURCE) or isinstance(package.make_receiver(), FilesReceiver)
    }


def _is_delimited(source: "Source") -> bool:
    from filmes_lake.models.source import Delimited

    return all(isinstance(table.format, Delimited) for table in source.raw)


def _command_of(package: "SourcePackage | None") -> Any:
    """The command that ingests files of a source; None for none."""
    if package is None:
        return None
    source = package.SOURCE
    single = typer.Typer(add_completion=False)
    single.command(source.name, help=source.about)(
        _of_delimited(source) if _is_delimited(source) else _of_files(package)
    )
    return typer.main.get_command(single)


def _of_delimited(source: "Source") -> Callable[..., None]:
    def ingest(
        context: typer.Context,
        files: FilesArgument,
        day: DayOption = None,
        encoding: EncodingOption = None,
        lake: LakeOption = None,
        as_json: JsonOption = False,
    ) -> None:
        given = {"lake": lake, "as_json": as_json, "csv_encoding": encoding}
        _ingest(context, source, files, None, day, given)

    return ingest


def _of_files(package: "SourcePackage") -> Callable[..., None]:
    def ingest(
        context: typer.Context,
        files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, plain or gzip.")],
        lake: LakeOption = None,
        as_json: JsonOption = False,
    ) -> None:
        from filmes_lake.ingest.files import path_of
        from filmes_lake.ingest.source import FilesReceiver

        runtime, console = open_runtime(context, lake, as_json=as_json)
        paths = [path_of(word, None) for word in files]
        receiver = package.make_receiver()
        assert isinstance(receiver, FilesReceiver)  # noqa: S101 - why it has this command
        with console.progress() as progress:
            landed = receiver.ingest(runtime.source_context, paths, progress)
        _show(runtime, console, landed)

    return ingest
