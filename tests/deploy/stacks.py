"""The two templates as tests read them: changed on purpose, and with what parameters would make of them."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from filmes_lake.deploy.templates import TemplateName, template

Json = dict[str, Any]

# What has no default.
GIVEN = {"Bucket": "films", "Database": "films", "CodeBucket": "films", "IngestKey": "a.zip", "TransformKey": "b.zip"}


@dataclass(frozen=True)
class Stacks:
    """Both templates, as documents that a test may change."""

    data: Json
    compute: Json

    @property
    def resources(self) -> Json:
        """Those of both."""
        return {**self.data["Resources"], **self.compute["Resources"]}

    def of_type(self, type_: str) -> dict[str, Json]:
        """The properties of the resources of a type, of both stacks."""
        return {name: found["Properties"] for name, found in self.resources.items() if found["Type"] == f"AWS::{type_}"}

    def only(self, type_: str) -> Json:
        """The properties of the one resource of a type."""
        ((_, found),) = self.of_type(type_).items()
        return found


def stacks() -> Stacks:
    """The templates as they are deployed."""
    data, compute = (deepcopy(dict(template(name).sections)) for name in TemplateName)
    return Stacks(data, compute)


def made(compute: Json, **given: str) -> set[str]:
    """The resources that the stack makes with these parameters, the others as they are by default."""
    defaults = {name: str(found["Default"]) for name, found in compute["Parameters"].items() if "Default" in found}
    values = {**defaults, **GIVEN, **given}
    assert set(values) == set(compute["Parameters"])
    held = {name for name, condition in compute["Conditions"].items() if _holds(condition, values, compute)}
    return {name for name, found in compute["Resources"].items() if found.get("Condition", name) in held | {name}}


def _holds(condition: Json, values: Mapping[str, str], compute: Json) -> bool:
    ((word, said),) = condition.items()
    if word == "Condition":
        return _holds(compute["Conditions"][said], values, compute)
    if word == "Fn::Equals":
        return bool(values[said[0]["Ref"]] == said[1])
    held = [_holds(each, values, compute) for each in said]
    return {"Fn::Not": not held[0], "Fn::And": all(held)}[word]


def statements(value: Any) -> Iterator[Json]:
    """Every statement of every policy in it."""
    if isinstance(value, dict):
        yield from value.get("Statement", ())
        for inner in value.values():
            yield from statements(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from statements(inner)


def text_of(value: Any) -> str:
    """A value with CloudFormation's words, as one text."""
    return json.dumps(value)


def dashboard_of(compute: Json) -> Any:
    """The dashboard's body."""
    return json.loads(compute["Resources"]["Overview"]["Properties"]["DashboardBody"]["Fn::Sub"])
