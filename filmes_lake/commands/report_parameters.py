"""Parameters of reports as flags: `--min-year 1990` is `--set min_year=1990`, and --help lists those of the report."""

import inspect
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.main
from typer.core import TyperCommand

if TYPE_CHECKING:
    from filmes_lake.reports.parameters import Parameter
    from filmes_lake.reports.report import Report

TYPED = "filmes_lake.typed"
"""Where a context keeps the words after the command."""

_GIVEN = "filmes_lake.given"
_ALSO = {"top": ("--limit", "-n")}
_METAVARS = {int: "N", list: "NAME,...", date: "YYYY-MM-DD"}
_TAKEN = {bool: bool | None, list: list[str] | None}


class ParameterCommand(TyperCommand):
    """A command that takes the parameters of the key figures, which are those of most film reports."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See `TyperCommand.parse_args`; --help is met in there, before any argument is."""
        ctx.meta[TYPED] = list(args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Any) -> list[Any]:
        """See `TyperCommand.get_params`."""
        return [*super().get_params(ctx), *_flags(tuple(self.parameters(ctx)), hidden=not ctx.resilient_parsing)]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """See `TyperCommand.format_help`."""
        super().format_help(ctx, formatter)
        write_parameters(formatter, self.parameters(ctx))

    def parameters(self, ctx: Any) -> "Sequence[Parameter]":  # noqa: ARG002 - of a report, it depends on which one
        """The parameters that can be given."""
        from filmes_lake.reports.definitions import KEY_FIGURES

        return KEY_FIGURES.parameters


class PageCommand(ParameterCommand):
    """A command whose parameters are the filters of the page."""

    def parameters(self, ctx: Any) -> "Sequence[Parameter]":  # noqa: ARG002 - they are the same for all
        """See `ParameterCommand.parameters`."""
        from filmes_lake.dashboard.definition import PARAMETERS

        return PARAMETERS


class ReportCommand(ParameterCommand):
    """A command whose parameters and columns are those of the report that was named beside it."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """See `TyperCommand.format_help`."""
        TyperCommand.format_help(self, ctx, formatter)
        for report in _named(ctx):
            formatter.write_text(f"{report.name}: {report.question.en}")
            write_parameters(formatter, report.parameters)
            with formatter.section("Columns"):
                formatter.write_dl([(c.name, f"{c.description.en} ({c.unit.value})") for c in report.columns])

    def parameters(self, ctx: Any) -> "Sequence[Parameter]":
        """See `ParameterCommand.parameters`; of all reports, since a report says best which it has."""
        from filmes_lake.reports.definitions import REPORTS

        reports = _named(ctx) or REPORTS if ctx.resilient_parsing else REPORTS
        return list({parameter.name: parameter for report in reports for parameter in report.parameters}.values())


def given_parameters(context: typer.Context, settings: "Sequence[str] | None") -> list[str]:
    """What `--set` and the flags gave, each as KEY=VALUE."""
    return [*(settings or ()), *context.meta.get(_GIVEN, ())]


def write_parameters(formatter: Any, parameters: "Sequence[Parameter]") -> None:
    """Write a section of a help page: each parameter's flag, with what it does and its default."""
    with formatter.section("Parameters, also as --set name=value"):
        formatter.write_dl([described(parameter) for parameter in parameters])


def described(parameter: "Parameter") -> tuple[str, str]:
    """A parameter's flag as it would be typed, and what it does and takes."""
    from filmes_lake.reports.parameters import written

    names = ", ".join((parameter.flag, *_ALSO.get(parameter.name, ())))
    if parameter.type is bool:
        return names, parameter.description.en
    default = "" if parameter.default is None else f"; {written(parameter.default)} by default"
    takes = "|".join(parameter.choices) or _METAVARS[parameter.type]
    return f"{names} {takes}", f"{parameter.description.en} ({parameter.type_name}{default})"


def _named(context: Any) -> "list[Report]":
    from filmes_lake.reports.definitions import REPORTS

    return [report for report in REPORTS if report.name in context.meta.get(TYPED, ())]


@cache
def _flags(parameters: "tuple[Parameter, ...]", *, hidden: bool) -> list[Any]:
    """The options of a command that has just these flags.

    They are `hidden` from help, which has a section of its own for them, and not from a shell that completes a line.
    """

    def taking(**_: Any) -> None: ...

    members = [
        inspect.Parameter(
            parameter.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=_annotated(parameter, hidden=hidden),
        )
        for parameter in parameters
    ]
    taking.__signature__ = inspect.Signature(members)  # type: ignore[attr-defined]
    single = typer.Typer(add_completion=False)
    single.command()(taking)
    return typer.main.get_command(single).params


def _annotated(parameter: "Parameter", *, hidden: bool) -> Any:
    flags = (parameter.flag, *_ALSO.get(parameter.name, ()))
    if parameter.type is bool:
        flags = (f"{parameter.flag}/--no-{parameter.flag.removeprefix('--')}",)
    option = typer.Option(*flags, callback=_keep, expose_value=False, hidden=hidden, help=parameter.description.en)
    return Annotated[_TAKEN.get(parameter.type, str | None), option]


def _keep(context: typer.Context, parameter: typer.CallbackParam, value: Any) -> None:
    """Keep what a flag gave as `--set` would have it; which type it is of, its parameter checks."""
    values = [] if value is None else value if isinstance(value, list | tuple) else [value]
    for each in values:
        text = str(each).lower() if isinstance(each, bool) else each
        context.meta.setdefault(_GIVEN, []).append(f"{parameter.name}={text}")
