"""`filmes-lake catalog`: where other tools find the tables."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, open_runtime
from filmes_lake.errors import EXIT_PARTLY_DONE

app = typer.Typer(help="Let other tools find the current tables.", no_args_is_help=True)
queries = typer.Typer(help="The reports as named queries in Athena's workgroup.", no_args_is_help=True)
app.add_typer(queries, name="queries")


@app.command("register")
def register(
    context: typer.Context,
    force: Annotated[
        bool, typer.Option("--force", help="Also fix tables that somebody else created or changed.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register the current tables: in a DuckDB file beside a lake in a folder, else in the Glue Data Catalog.

    In Glue, a registered lake's tables follow every later version by themselves. A table that somebody else made or
    changed is left alone and named (exit code 4).
    """
    from filmes_lake.commands.views import catalog as catalog_view

    runtime, console = open_runtime(context, lake, as_json=as_json)
    found = runtime.catalog.register(force=force)
    catalog_view.show_registered(console, runtime.catalog, found)
    if any(table.status == "left_alone" for table in found):
        console.note(f"to fix them: {command_line('catalog register --force', runtime)}")
        raise typer.Exit(EXIT_PARTLY_DONE)


@app.command("list")
def list_tables(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show the current tables with rows, size, version, and whether the catalog shows that version."""
    from filmes_lake.catalog.registration import lag
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.models.kinds import Layer

    runtime, console = open_runtime(context, lake, as_json=as_json)
    manifests = [runtime.lake.require(Layer.TRUSTED), runtime.lake.versions.current(Layer.REFINED)]
    states = runtime.catalog.states()
    catalog_view.show_tables(console, [found for found in manifests if found], states)
    if why := lag(states):
        console.note(f"the catalog {why}: {command_line('catalog register', runtime)}")


@app.command("export")
def export(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as films.duckdb.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the current tables into one DuckDB file that needs no lake: to hand on, and for any DuckDB since 1.0.

    The file stays as it is when the tables change: export again.
    """
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.engines.duckdb.catalog_file import export as export_file

    runtime, console = open_runtime(context, lake, as_json=as_json)
    with TemporaryDirectory() as scratch, console.progress("catalog export") as progress:
        progress.step(f"writing {target}")
        tables = export_file(runtime.lake, Path(scratch), target, replace=force)
    catalog_view.show_exported(console, target, [(table.model.table.name, table.version) for table in tables])


@app.command("diff")
def diff(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show what `catalog register` would change in the Glue Data Catalog; change nothing."""
    from filmes_lake.commands.views import catalog as catalog_view

    runtime, console = open_runtime(context, lake, as_json=as_json)
    catalog_view.show_differences(console, runtime.catalog, runtime.catalog.differences())


@app.command("ddl")
def ddl(
    context: typer.Context,
    table: Annotated[str | None, typer.Argument(metavar="TABLE", help="One table; without it, all.")] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print Athena's CREATE statements of the current tables, for those who register by other means."""
    from filmes_lake.commands.views import catalog as catalog_view

    runtime, console = open_runtime(context, lake, as_json=as_json)
    catalog_view.show_ddl(console, runtime.catalog.ddl(table))


@queries.command("push")
def push_queries(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Save every report as a named query, with its parameters' defaults; one whose text changed is replaced."""
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.engines.athena.named_queries import push

    runtime, console = open_runtime(context, lake, as_json=as_json)
    catalog_view.show_pushed(console, runtime.workgroup, push(runtime.workgroup))


@queries.command("list")
def list_queries(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show which reports the workgroup has as named queries, and which of those are outdated."""
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.engines.athena.named_queries import named_queries

    runtime, console = open_runtime(context, lake, as_json=as_json)
    catalog_view.show_queries(console, runtime.workgroup, named_queries(runtime.workgroup))
