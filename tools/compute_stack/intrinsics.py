"""CloudFormation's words as Python: references, conditions, texts with `${...}` in them."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

STACK = "${AWS::StackName}"
OF_THE_STACK = [{"Key": "filmes-lake", "Value": {"Ref": "AWS::StackName"}}]
"""The tag of everything that can have one."""
NOTHING = {"Ref": "AWS::NoValue"}


def ref(name: str) -> Json:
    """A parameter's value, or what a resource is known by."""
    return {"Ref": name}


def arn(resource: str) -> Json:
    """A resource's ARN."""
    return {"Fn::GetAtt": [resource, "Arn"]}


def if_(condition: str, then: Any, otherwise: Any = NOTHING) -> Json:
    """One value or the other."""
    return {"Fn::If": [condition, then, otherwise]}


def given(parameter: str) -> Json:
    """The condition that a parameter is not empty."""
    return {"Fn::Not": [is_(parameter, "")]}


def is_(parameter: str, value: str) -> Json:
    """The condition that a parameter has this value."""
    return {"Fn::Equals": [ref(parameter), value]}


def all_of(*conditions: str) -> Json:
    """The condition that all of these hold."""
    return {"Fn::And": [{"Condition": each} for each in conditions]}


def filled(value: Any) -> Any:
    """The value with every text in it that has `${...}` filled in by CloudFormation."""
    if isinstance(value, str):
        return {"Fn::Sub": value} if "${" in value else value
    if isinstance(value, Mapping):
        return {key: filled(inner) for key, inner in value.items()}
    return [filled(inner) for inner in value] if isinstance(value, list | tuple) else value


def resource(type_: str, condition: str | None = None, **properties: Any) -> Json:
    """A resource, made under a condition if there is one."""
    return {"Type": type_, **({"Condition": condition} if condition else {}), "Properties": properties}


def tagged(type_: str, condition: str | None = None, **properties: Any) -> Json:
    """A resource with the stack's tag."""
    return resource(type_, condition, **properties, Tags=OF_THE_STACK)
