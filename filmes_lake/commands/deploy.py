"""`filmes-lake deploy`: what AWS needs of the program."""

from pathlib import Path
from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, open_console
from filmes_lake.deploy.architecture import Architecture

app = typer.Typer(help="Prepare what AWS runs of the program.", no_args_is_help=True)


@app.command()
def package(
    context: typer.Context,
    arch: Annotated[Architecture, typer.Option("--arch", help="The functions' processor.")] = Architecture.ARM64,
    output: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the zips are made.")] = Path("dist/lambda"),
    as_json: JsonOption = False,
) -> None:
    """Pack the functions of AWS Lambda with all they need: ingest.zip without DuckDB, transform.zip with every one."""
    from filmes_lake.commands.views import deploy as deploy_view
    from filmes_lake.deploy.functions import make_zips

    console = open_console(context, as_json=as_json)
    deploy_view.show_zips(console, output, make_zips(output, arch))
