"""What a stack is to be: its two halves by their names, and their parameters as they were, are, or are asked for."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from filmes_lake.deploy.schedule import read_schedule
from filmes_lake.deploy.templates import Template, TemplateName, template
from filmes_lake.errors import UsageError

# The compute stack's name begins the names of functions, of the state machine and of the token's parameter.
_NAME = re.compile(r"[a-z]([a-z0-9]|-(?=[a-z0-9])){1,29}\Z")
# SSM takes none of its own prefixes, CloudFormation's own parameters begin with the first.
_RESERVED = ("aws", "ssm")
_TIMES = {"Schedule", "Timezone"}
_OF_CODE = ("CodeBucket", "IngestKey", "TransformKey", "JobScriptKey", "JobWheelsKey")


@dataclass(frozen=True)
class Part:
    """A part that a stack may lack: the parameter that leaves it out, at which value, and what is said then."""

    parameter: str
    without: str
    said: str


OPTIONAL = (
    Part("Schedule", "", "no schedule: refreshes are started by hand (--schedule 'cron(0 6 ? * MON *)')"),
    Part("Email", "", "no e-mail: nobody hears of alarms (--email YOU@EXAMPLE.COM)"),
    Part("Budget", "0", "no budget: nobody is warned of what the account costs (--budget 5)"),
    Part("Dashboard", "no", "no dashboard in CloudWatch (--dashboard)"),
    Part("Engine", "lambda", "no Glue job: a function makes the tables, as long as they fit it (--engine either)"),
)


@dataclass(frozen=True)
class StackName:
    """The name that people give, and those that CloudFormation has: two stacks, and the token beside them."""

    name: str

    def __post_init__(self) -> None:
        """Refuse what cannot begin the names of all that is made."""
        if not _NAME.match(self.name) or self.name.startswith(_RESERVED):
            raise UsageError(
                f"--stack {self.name}: not the name of a stack",
                "2 to 30 small letters, digits and hyphens, such as films",
            )

    @property
    def data(self) -> str:
        """The stack of bucket and database."""
        return f"{self.name}-data"

    @property
    def compute(self) -> str:
        """The stack of all that can be made again."""
        return self.name

    @property
    def token(self) -> str:
        """The SSM parameter with TMDB's token."""
        return f"/{self.name}/tmdb-token"


@dataclass(frozen=True)
class Wishes:
    """What is asked for: parameters of the templates, and the resources with data that may be replaced or removed."""

    given: Mapping[str, str]
    replaceable: frozenset[str] = frozenset()

    def watched(self, present: Mapping[str, str], today: date) -> "Wishes":
        """With the hours after which a success is missing, by the schedule asked for; UsageError where it is none."""
        usual = template(TemplateName.COMPUTE).parameters["Timezone"]["Default"]
        wanted = {"Timezone": usual, **present, **self.given}
        if not _TIMES & self.given.keys() or not wanted.get("Schedule"):
            return self
        schedule = read_schedule(wanted["Schedule"], wanted["Timezone"], today)
        return replace(self, given={"HoursWithoutSuccess": str(schedule.hours_without_success), **self.given})

    def values(self, name: TemplateName, present: Mapping[str, str], usual: Mapping[str, str]) -> dict[str, str]:
        """A template's parameters: what is asked for, or else as they are, or as usual; UsageError where one cannot be.

        `usual` has what the template itself has no value for.
        """
        parameters = template(name).parameters
        defaults = {key: str(of["Default"]) for key, of in parameters.items() if "Default" in of}
        found = {**defaults, **usual, **present, **self.given}
        values = {key: found[key] for key in parameters if key in found}
        for key, value in values.items():
            _check(key, value, parameters[key])
        return values


def parameters() -> dict[str, Mapping[str, Any]]:
    """What can be asked for: the parameters of both templates, but for those that name code and single roles."""
    # Where both have one, the data's says more of it.
    both = {**template(TemplateName.COMPUTE).parameters, **template(TemplateName.DATA).parameters}
    ours = (*template(TemplateName.COMPUTE).role_parameters, *_OF_CODE)
    return {name: of for name, of in both.items() if name not in ours}


def with_role(role: str | None) -> dict[str, str]:
    """The parameters that give every part this role, which then is none of the stack's own."""
    return dict.fromkeys(template(TemplateName.COMPUTE).role_parameters, role) if role else {}


def left_out(values: Mapping[str, str]) -> list[str]:
    """What a compute stack of these parameters lacks, in words, each with the flag that brings it."""
    said = [part.said for part in OPTIONAL if values.get(part.parameter) == part.without]
    given = [key for key in template(TemplateName.COMPUTE).role_parameters if values.get(key)]
    return [*said, *([f"no roles of its own for {', '.join(given)}: those that you gave"] if given else [])]


def usual_bucket(stack: StackName, account: str, region: str) -> str:
    """A name that is the same each time, that others hardly have, and that does not tell the account."""
    own = hashlib.sha256(f"{account}/{region}/{stack.name}".encode()).hexdigest()
    return f"{stack.name}-{own[:12]}"


def usual_database(stack: StackName) -> str:
    """A name that Athena takes without quotes."""
    return stack.name.replace("-", "_")


def without_outputs(of: Template, kept: frozenset[str]) -> dict[str, Any]:
    """The template with these resources alone, as an import takes it: it may neither make anything nor have outputs."""
    resources = {name: resource for name, resource in of.resources.items() if name in kept}
    return {**{name: section for name, section in of.sections.items() if name != "Outputs"}, "Resources": resources}


def _check(name: str, value: str, parameter: Mapping[str, Any]) -> None:
    """Hold a value against what the template says of it, before AWS does."""
    hint = parameter.get("ConstraintDescription") or parameter.get("Description")
    if "AllowedValues" in parameter and value not in map(str, parameter["AllowedValues"]):
        raise UsageError(f"{name} {value}: not one of {', '.join(map(str, parameter['AllowedValues']))}", hint)
    if "AllowedPattern" in parameter and not re.fullmatch(parameter["AllowedPattern"], value):
        raise UsageError(f"{name} {value}: not taken", hint)
    if parameter["Type"] == "Number" and not _within(value, parameter):
        raise UsageError(f"{name} {value}: not a number that is taken", _range(parameter))


def _within(value: str, parameter: Mapping[str, Any]) -> bool:
    if not re.fullmatch(r"\d+(\.\d+)?", value):
        return False
    return bool(parameter.get("MinValue", 0) <= float(value) <= parameter.get("MaxValue", float("inf")))


def _range(parameter: Mapping[str, Any]) -> str:
    most = f" to {parameter['MaxValue']}" if "MaxValue" in parameter else " or more"
    return f"{parameter.get('MinValue', 0)}{most}"
