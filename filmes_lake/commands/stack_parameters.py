"""Parameters of the templates as flags: `Memory` is --memory, and --help says of each what its template says."""

import inspect
import re
from functools import cache
from typing import Annotated, Any

import typer
import typer.main
from typer.core import TyperCommand

_GIVEN = "filmes_lake.given"


class StackCommand(TyperCommand):
    """A command that takes the parameters of both templates."""

    def get_params(self, ctx: Any) -> list[Any]:
        """See `TyperCommand.get_params`."""
        return [*super().get_params(ctx), *_flags()]


def given_parameters(context: typer.Context) -> dict[str, str]:
    """What the flags gave, by the parameters' names in the templates."""
    given: dict[str, str] = context.meta.get(_GIVEN, {})
    return given


def flag_of(parameter: str) -> str:
    """A parameter's flag: HoursWithoutSuccess is --hours-without-success."""
    return "--" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", parameter).lower()


@cache
def _flags() -> list[Any]:
    """The options of a command that has just these flags."""
    from filmes_lake.deploy.wishes import parameters

    def taking(**_: Any) -> None: ...

    members = [
        inspect.Parameter(
            flag_of(name).removeprefix("--").replace("-", "_"),
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=_annotated(name, of),
        )
        for name, of in parameters().items()
    ]
    taking.__signature__ = inspect.Signature(members)  # type: ignore[attr-defined]
    single = typer.Typer(add_completion=False)
    single.command()(taking)
    return typer.main.get_command(single).params


def _annotated(name: str, of: Any) -> Any:
    is_switch = of.get("AllowedValues") == ["no", "yes"]
    flag = flag_of(name)
    usual = f" [{of['Default']}]" if of.get("Default") else ""
    option = typer.Option(
        f"{flag}/--no-{flag.removeprefix('--')}" if is_switch else flag,
        callback=_keeping(name),
        expose_value=False,
        help=f"{of['Description']}{usual}",
        metavar=None if is_switch else "|".join(map(str, of.get("AllowedValues", ()))) or "VALUE",
    )
    return Annotated[bool | None if is_switch else str | None, option]


def _keeping(name: str) -> Any:
    def keep(context: typer.Context, value: Any) -> None:
        if value is not None:
            text = {True: "yes", False: "no"}.get(value, value)
            context.meta.setdefault(_GIVEN, {})[name] = text

    return keep
