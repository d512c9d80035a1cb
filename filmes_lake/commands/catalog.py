"""`filmes-lake catalog`: where other tools find the tables."""

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime

app = typer.Typer(help="Let other tools find the current tables.", no_args_is_help=True)


@app.command("register")
def register(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Write a DuckDB file with a commented view for each current table; any DuckDB tool opens it."""
    from filmes_lake.catalog import local
    from filmes_lake.models.kinds import Layer

    runtime, console = open_runtime(context, lake, as_json=as_json)
    runtime.lake.require(Layer.TRUSTED)
    target = local.catalog_file(runtime.lake)
    with runtime.lake.run("catalog register") as run:
        tables = local.register(runtime.lake, run.scratch, target)
    if as_json:
        names = [{"name": t.model.table.name, "version": t.version.version} for t in tables]
        console.document({"catalog": str(target), "tables": names})
        return
    console.line(f"registered: {len(tables)} tables in {target}")
    console.note(f'open it with any DuckDB tool, for example: duckdb -readonly "{target}"')


@app.command("list")
def list_tables(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show the current tables with rows, size, version and columns."""
    import tempfile
    from pathlib import Path

    from filmes_lake.catalog.local import local_tables
    from filmes_lake.models.columns import columns_of
    from filmes_lake.models.kinds import Layer

    runtime, console = open_runtime(context, lake, as_json=as_json)
    runtime.lake.require(Layer.TRUSTED)
    with tempfile.TemporaryDirectory() as scratch:
        tables = local_tables(runtime.lake, Path(scratch))
    found = [(table.model, table.version.tables[table.model.table.name], table.version.version) for table in tables]
    if as_json:
        documents = [
            {
                "layer": model.table.layer.value,
                "name": model.table.name,
                "rows": made.rows,
                "bytes": made.bytes,
                "version": version,
                "columns": [
                    {"name": c.name, "type": c.type.value, "nullable": c.nullable, "description": c.description}
                    for c in columns_of(model)
                ],
            }
            for model, made, version in found
        ]
        console.document({"tables": documents})
        return
    rows = [
        (model.table.layer.value, model.table.name, f"{made.rows:,}", f"{made.bytes:,}", ", ".join(made.columns))
        for model, made, _ in found
    ]
    console.table(("layer", "table", "rows", "bytes", "columns"), rows, right=(2, 3))
