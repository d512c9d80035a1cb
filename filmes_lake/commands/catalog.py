"""`filmes-lake catalog`: where other tools find the tables."""

from typing import Any

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime

app = typer.Typer(help="Let other tools find the current tables.", no_args_is_help=True)


@app.command("register")
def register(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Write a DuckDB file with a commented view for each current table; any DuckDB tool opens it."""
    from filmes_lake.catalog import local
    from filmes_lake.models.kinds import Layer

    runtime, console = open_runtime(context, lake, as_json=as_json)
    runtime.lake.require(Layer.TRUSTED)  # before a run is entered in the ledger
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
    from filmes_lake.models.columns import columns_of
    from filmes_lake.models.kinds import Layer
    from filmes_lake.models.tables import model_of

    runtime, console = open_runtime(context, lake, as_json=as_json)
    layers = [runtime.lake.require(Layer.TRUSTED), runtime.lake.versions.current(Layer.REFINED)]
    documents: list[dict[str, Any]] = [
        {
            "layer": manifest.layer.value,
            "name": name,
            "rows": table.rows,
            "bytes": table.bytes,
            "version": manifest.version,
            "columns": [
                {"name": c.name, "type": c.type.value, "nullable": c.nullable, "description": c.description}
                for c in columns_of(model_of(name))
            ],
        }
        for manifest in layers
        if manifest
        for name, table in manifest.tables.items()
    ]
    if as_json:
        console.document({"tables": documents})
        return
    rows = [
        (t["layer"], t["name"], f"{t['rows']:,}", f"{t['bytes']:,}", ", ".join(c["name"] for c in t["columns"]))
        for t in documents
    ]
    console.table(("layer", "table", "rows", "bytes", "columns"), rows, right=(2, 3))
