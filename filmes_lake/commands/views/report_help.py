"""`filmes-lake report NAME --help`: the options, then the parameters and columns of that report."""

from typing import Any

from typer.core import TyperCommand

TYPED = "filmes_lake.report"
"""Where a context keeps the words after `report`."""


class ReportCommand(TyperCommand):
    """A command whose help goes on with the report that was named beside it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See `TyperCommand.parse_args`; --help is met in there, before any argument is."""
        ctx.meta[TYPED] = list(args)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """See `TyperCommand.format_help`."""
        from filmes_lake.commands.views.report import described
        from filmes_lake.reports.definitions import REPORTS

        super().format_help(ctx, formatter)
        for report in REPORTS:
            if report.name in ctx.meta.get(TYPED, ()):
                formatter.write_text(f"{report.name}: {report.question}")
                with formatter.section("Parameters, with --set"):
                    formatter.write_dl([described(parameter) for parameter in report.parameters])
                with formatter.section("Columns"):
                    formatter.write_dl([(c.name, f"{c.description} ({c.unit.value})") for c in report.columns])
