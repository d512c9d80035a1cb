"""The root command: global options, the sub-commands, and from errors to exit codes."""

import contextlib
import os
import signal
import sys
from typing import Annotated

import typer

from filmes_lake import __version__
from filmes_lake.commands import catalog, demo, ingest, query, report, runs, status, transform, versions
from filmes_lake.commands.options import RootOptions
from filmes_lake.errors import EXIT_INTERRUPTED, FilmesLakeError, UsageError

app = typer.Typer(
    name="filmes-lake",
    help="A film-and-series data lake, from raw files to answers.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(demo.demo)
app.add_typer(ingest.app, name="ingest")
app.command()(transform.transform)
app.add_typer(catalog.app, name="catalog")
app.command()(report.report)
app.command()(query.query)
app.command()(status.status)
app.command()(runs.runs)
app.command()(versions.versions)
app.command()(versions.rollback)


def _version(asked: bool) -> None:
    if asked:
        from filmes_lake.models.tmdb import ATTRIBUTION

        typer.echo(f"filmes-lake {__version__}\n{ATTRIBUTION}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    verbose: Annotated[
        int, typer.Option("-v", "--verbose", count=True, help="Say more; -vv shows tracebacks and SQL.")
    ] = 0,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Results and errors only.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Set what holds for every sub-command."""
    from filmes_lake.log import set_up_logging

    context.obj = RootOptions(verbosity=-1 if quiet else verbose)
    set_up_logging(context.obj.verbosity)


def main() -> None:
    """Run the command line; the process ends with its exit code."""
    # A service manager's stop is an interruption like Ctrl-C: the same way out, nothing half-done.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(_run(sys.argv[1:]))


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _run(arguments: list[str]) -> int:
    try:
        code = app(args=arguments, standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except FilmesLakeError as error:
        return _fail(error, arguments)
    except typer.TyperException as error:
        return _fail(UsageError(error.format_message(), "see: filmes-lake --help"), arguments)
    except (KeyboardInterrupt, typer.Abort):
        return _fail(_Interrupted("interrupted: the lake is as it was", "run the same command to go on"), arguments)
    except BrokenPipeError:
        # The reader has left: nobody is there to read an error, not even one of flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort, so that no user sees a traceback unasked
        return _fail(FilmesLakeError(f"unexpected: {type(error).__name__}: {error}", "run with -vv and report it"), arguments)


class _Interrupted(FilmesLakeError):
    exit_code = EXIT_INTERRUPTED
    code = "interrupted"


def _fail(error: FilmesLakeError, arguments: list[str]) -> int:
    from filmes_lake.console import Console

    if "-vv" in arguments:
        import traceback

        traceback.print_exc()
    Console(as_json="--json" in arguments).error(error)
    return error.exit_code
