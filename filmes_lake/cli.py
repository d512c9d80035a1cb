"""The root command: global options, the sub-commands, and from errors to exit codes."""

import atexit
import contextlib
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import takewhile
from typing import Annotated, Any, NoReturn

import typer

from filmes_lake import __version__
from filmes_lake.commands.options import RootOptions
from filmes_lake.console import Console, drop_output, flush_output, in_a_line, prepare_streams, remark
from filmes_lake.errors import EXIT_INTERRUPTED, FilmesLakeError, UsageError

PROGRAM = "filmes-lake"

# Commands and groups of commands in the order of the help, each with its place. A command loads its own alone: all of
# them are a tenth of a short one's time.
_COMMANDS = {
    "demo": "demo:demo",
    "init": "init:init",
    "run": "run:run",
    "ingest": "ingest:app",
    "transform": "transform:transform",
    "jobs": "jobs:app",
    "deploy": "deploy:app",
    "catalog": "catalog:app",
    "report": "report:report",
    "query": "query:query",
    "dashboard": "dashboard:app",
    "status": "status:status",
    "explain": "explain:explain",
    "runs": "runs:runs",
    "versions": "versions:versions",
    "diff": "diff:diff",
    "rollback": "versions:rollback",
    "purge": "purge:purge",
    "doctor": "doctor:doctor",
}
# What parses a command's words, where Typer's own does not.
_PARSERS = {
    "report": "report_parameters:ReportCommand",
    "query": "query:QueryCommand",
    "explain": "report_parameters:ParameterCommand",
    "diff": "report_parameters:ParameterCommand",
}


def app_with(names: Iterable[str] = _COMMANDS) -> typer.Typer:
    """The command line with these commands, which are all that is loaded."""
    app = typer.Typer(
        name=PROGRAM,
        help="A film-and-series data lake, from raw files to answers.",
        epilog="--lake and --json go after the sub-command: filmes-lake status --lake FOLDER --json",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(root)
    for name in names:
        found = _loaded(_COMMANDS[name])
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name, cls=_loaded(_PARSERS[name]) if name in _PARSERS else None)(found)
    return app


def _loaded(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(f"filmes_lake.commands.{module}"), name)


def _meant(arguments: Sequence[str]) -> typer.Typer:
    """The command line with the command that is meant; with all for their help, and where that is none of them."""
    flags = list(takewhile(lambda word: word.startswith("-"), arguments))
    meant = arguments[len(flags) : len(flags) + 1]
    return app_with(meant if _COMMANDS.keys() & meant and "--help" not in flags else _COMMANDS)


def _version(asked: bool) -> None:
    if asked:
        from filmes_lake.models.attribution import ATTRIBUTIONS

        Console().lines([f"{PROGRAM} {__version__}", *ATTRIBUTIONS])
        raise typer.Exit


def root(
    context: typer.Context,
    verbose: Annotated[
        int, typer.Option("-v", "--verbose", count=True, help="Show more; -vv adds tracebacks and SQL.")
    ] = 0,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Results and errors only.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Set what holds for every sub-command."""
    from filmes_lake.log import set_up_logging

    context.obj = RootOptions(verbosity=-1 if quiet else verbose)
    set_up_logging(context.obj.verbosity, remark)


def main() -> None:
    """Run the command line; the process ends with its exit code."""
    # A service manager's stop is an interruption like Ctrl-C: the same way out, nothing half-done.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, _interrupt)
    prepare_streams()
    # Looking for plugins of pydantic's that nobody has installed for us takes 10 ms.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    _end(_run(sys.argv[1:]))


def _end(code: int) -> NoReturn:
    """End the process with what was to be done at its end, and nothing more, as `multiprocessing` ends its own.

    Python would take apart all that was loaded, object by object: a sixth of a short command's time.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no other name for it
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(code)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _run(arguments: list[str]) -> int:
    try:
        code = int(_meant(arguments)(args=arguments, prog_name=PROGRAM, standalone_mode=False) or 0)
        flush_output()
    except (BrokenPipeError, SystemExit) as error:
        return _leave(error)
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort, so that no user sees a traceback unasked
        return _fail(error, arguments)
    # Typer makes this code of Ctrl-C.
    return _fail(_Interrupted(), arguments) if code == EXIT_INTERRUPTED else code


class _Interrupted(FilmesLakeError):
    exit_code = EXIT_INTERRUPTED
    code = "interrupted"

    def __init__(self) -> None:
        super().__init__("interrupted: the lake is consistent", "run the same command to go on")


def _leave(error: BrokenPipeError | SystemExit) -> int:
    """End quietly where the reader of the output has left; Typer may have met that first and made it an exit."""
    if isinstance(error, BrokenPipeError) or isinstance(error.__context__, BrokenPipeError):
        drop_output()
        return 0
    raise error


def _fail(error: Exception, arguments: list[str]) -> int:
    from filmes_lake.log import logger

    logger.debug("the error's way here:", exc_info=error)
    reported = _reported(error)
    as_json = "--json" in takewhile("--".__ne__, arguments)
    if reported.message:
        try:
            Console(as_json=as_json).error(reported)
            flush_output()
        except BrokenPipeError:
            drop_output()
        except (OSError, FilmesLakeError):
            drop_output()
            # The document had nowhere to go, the reason has.
            remark([in_a_line(reported)])
    return reported.exit_code


def _reported(error: Exception) -> FilmesLakeError:
    """What the user sees of an error; nothing where Typer has shown the help already."""
    if isinstance(error, FilmesLakeError):
        return error
    if isinstance(error, typer.TyperException):
        # The context knows which sub-command was meant; "Value error, " is pydantic's.
        context = getattr(error, "ctx", None)
        command = context.command_path if context else PROGRAM
        return UsageError(error.format_message().replace("Value error, ", ""), f"see: {command} --help")
    if isinstance(error, ModuleNotFoundError):
        from filmes_lake import extras

        if wanted := extras.missing(error):
            return wanted
    if isinstance(error, OSError):
        try:
            flush_output()  # what Typer writes by itself, such as help, fails here once more
        except FilmesLakeError as unwritten:
            return unwritten
        where = f"{error.filename}: " if error.filename else ""
        return FilmesLakeError(f"{where}{error.strerror or error}", "check space and permissions")
    return FilmesLakeError(f"unexpected: {type(error).__name__}: {error}", "run with -vv and report it")
