"""`filmes-lake ingest tmdb`: TMDB's answers into Raw, asked now or saved earlier."""

from typing import TYPE_CHECKING, Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, date_of, open_runtime
from filmes_lake.errors import EXIT_PARTLY_DONE, UsageError
from filmes_lake.models.kinds import Kind

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.ingest.tmdb.live import TmdbIngestion
    from filmes_lake.runtime import Runtime

# What goes with --from; every other option is about asking.
_WITH_FILE = frozenset({"kind", "source", "lake", "as_json"})


def ingest_tmdb(
    context: typer.Context,
    kind: Annotated[Kind | None, typer.Option(help="Films or series; both if omitted.")] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="FILE|FOLDER|-",
            help="Do not ask TMDB: take records saved earlier, JSON in any shape, plain, gzip or zip; - reads standard "
            "input. Repeat it for several.",
        ),
    ] = None,
    genre: Annotated[
        list[str] | None, typer.Option(help="Titles of this IMDb genre; repeat it for any of several.")
    ] = None,
    min_year: Annotated[int | None, typer.Option(min=1, help="Titles of this year or later.")] = None,
    min_votes: Annotated[int | None, typer.Option(min=0, help="Titles with at least this many IMDb votes.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many titles, the most voted.")] = None,
    language: Annotated[str | None, typer.Option(help="The language of titles and texts (pt-BR).")] = None,
    rate: Annotated[float | None, typer.Option(help="Requests a second, up to 50 (40).")] = None,
    max_age: Annotated[
        int | None, typer.Option(metavar="DAYS", help="Ask again for answers older than this, up to 180 (150).")
    ] = None,
    retry_errors: Annotated[bool, typer.Option("--retry-errors", help="Ask again for what failed before.")] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--changed-since", metavar="YYYY-MM-DD", help="Of what is stored, what TMDB changed since that day."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be asked; write nothing.")] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask TMDB about the lake's titles (TMDB_API_TOKEN), or store records saved earlier. What is fresh is not asked."""
    from filmes_lake.commands.views import tmdb as tmdb_view
    from filmes_lake.ingest.tmdb.live import TmdbIngestion, TmdbRequest, kinds_in
    from filmes_lake.ingest.tmdb.titles import TitleFilter

    changed_since = date_of("--changed-since", since)
    flags = {"tmdb_language": language, "tmdb_rate": rate, "tmdb_max_age": max_age}
    runtime, console = open_runtime(context, lake, as_json=as_json, **flags)
    if source:
        _ingest_saved(runtime, console, source, _only_kind(context, kind))
        return
    settings = runtime.settings
    request = TmdbRequest(
        TitleFilter(tuple(genre or ()), kind is None, min_year, min_votes, limit),
        settings.tmdb_language,
        settings.tmdb_rate,
        settings.tmdb_max_age,
        retry_errors,
        changed_since,
    )
    ingestion = TmdbIngestion(runtime.lake, runtime.tmdb_access, request)
    kinds = kinds_in(runtime.lake, kind)
    if dry_run:
        tmdb_view.show_plans(console, [ingestion.plan(kind) for kind in kinds], request.rate)
    else:
        _ingest_live(runtime, console, ingestion, kinds)


def _only_kind(context: typer.Context, kind: Kind | None) -> Kind:
    """The kind of a file's records; UsageError where it is missing, or options are given that only asking has."""
    if kind is None:
        raise UsageError("--from without --kind", "give the kind of the records: --kind movies or --kind series")
    for parameter in context.command.params:
        given = context.get_parameter_source(parameter.name or "")
        if given and given.name == "COMMANDLINE" and parameter.name not in _WITH_FILE:
            raise UsageError(
                f"{parameter.opts[0]} does not go with --from, which takes whole files",
                "filter them first, as with jq",
            )
    return kind


def _ingest_saved(runtime: "Runtime", console: "Console", given: list[str], kind: Kind) -> None:
    from filmes_lake.commands.views import tmdb as tmdb_view
    from filmes_lake.ingest.files import path_of
    from filmes_lake.ingest.tmdb.ingest import ingest_saved_files

    piped = command_line(f"ingest tmdb --kind {kind.value} --from -", runtime)
    sources = [path_of(word, piped) for word in given]
    with console.progress() as progress:
        result = ingest_saved_files(runtime.lake, sources, kind, progress, runtime.settings.largest_unpacked)
    tmdb_view.show_saved(console, result)
    console.note(f"next: {command_line('transform all', runtime)}")
    if not result.is_whole:
        raise typer.Exit(EXIT_PARTLY_DONE)


def _ingest_live(runtime: "Runtime", console: "Console", ingestion: "TmdbIngestion", kinds: list[Kind]) -> None:
    from filmes_lake.commands.views import tmdb as tmdb_view

    with console.progress() as progress:
        results = ingestion.ingest_all(kinds, progress)
    tmdb_view.show_live(console, results)
    if any(result.stored for result in results):
        console.note(f"next: {command_line('transform all', runtime)}")
    if failed := [result.plan.kind.value for result in results if result.failed]:
        kind = f" --kind {failed[0]}" if len(failed) == 1 else ""
        console.note(f"ask again for what failed: {command_line(f'ingest tmdb{kind} --retry-errors', runtime)}")
        raise typer.Exit(EXIT_PARTLY_DONE)
