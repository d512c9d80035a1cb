"""A template as CloudFormation comes to it by its parameters. moto's change sets look at the template alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_NOTHING = {"Ref": "AWS::NoValue"}


def settled(template: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """The template with the branches alone that hold, and the parameters' values where it names them."""
    values = {name: str(given.get(name, of.get("Default", ""))) for name, of in template["Parameters"].items()}
    conditions = _Conditions(template.get("Conditions", {}), values)
    kept = {name: section for name, section in template.items() if name not in {"Conditions", "Rules"}}
    return {**kept, **{name: _made(template.get(name, {}), conditions) for name in ("Resources", "Outputs")}}


@dataclass(frozen=True)
class _Conditions:
    named: Mapping[str, Any]
    values: Mapping[str, str]

    def hold(self, of: Any) -> bool:
        if isinstance(of, str):
            return self.hold(self.named[of])
        ((function, arguments),) = of.items()
        functions: Mapping[str, Callable[[], bool]] = {
            "Condition": lambda: self.hold(arguments),
            "Fn::Not": lambda: not self.hold(arguments[0]),
            "Fn::And": lambda: all(map(self.hold, arguments)),
            "Fn::Or": lambda: any(map(self.hold, arguments)),
            "Fn::Equals": lambda: self._value(arguments[0]) == self._value(arguments[1]),
        }
        return functions[function]()

    def _value(self, of: Any) -> str:
        return self.values[of["Ref"]] if isinstance(of, dict) else str(of)

    def filled(self, text: str) -> str:
        return re.sub(r"\$\{(\w+)\}", lambda found: self.values.get(found[1], found[0]), text)


def _made(section: Mapping[str, Any], conditions: _Conditions) -> dict[str, Any]:
    there = {name: of for name, of in section.items() if "Condition" not in of or conditions.hold(of["Condition"])}
    return {
        name: _chosen({key: each for key, each in of.items() if key != "Condition"}, conditions)
        for name, of in there.items()
    }


def _chosen(of: Any, conditions: _Conditions) -> Any:
    if isinstance(of, list):
        return [found for each in of if (found := _chosen(each, conditions)) != _NOTHING]
    if not isinstance(of, dict):
        return of
    if isinstance(text := of.get("Fn::Sub"), str):
        return {"Fn::Sub": conditions.filled(text)}
    if of.get("Ref") in conditions.values:
        return conditions.values[of["Ref"]]
    if "Fn::If" in of:
        condition, then, other = of["Fn::If"]
        return _chosen(then if conditions.hold(condition) else other, conditions)
    return {name: found for name, each in of.items() if (found := _chosen(each, conditions)) != _NOTHING}
