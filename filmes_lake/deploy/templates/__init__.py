"""The two CloudFormation templates: *data* is a lake's bucket and database, *compute* what refreshes it and watches it.

`data.json` is written by hand; `compute.json` is generated, since most of it stands in the program's code.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from typing import Any

MOST_BYTES = 51_200
"""What CloudFormation takes in a call; what is larger must lie in a bucket, of which a new account has none."""


class TemplateName(StrEnum):
    """The templates there are."""

    DATA = "data"
    COMPUTE = "compute"


@dataclass(frozen=True)
class Template:
    """A template: its name and what is in it, as CloudFormation calls the sections."""

    name: TemplateName
    sections: Mapping[str, Any]

    @cached_property
    def body(self) -> str:
        """What is deployed: JSON without blanks."""
        return json.dumps(self.sections, separators=(",", ":"))

    @property
    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """The parameters by their names, each with its `Type`, `Description` and, where it has one, `Default`."""
        found: Mapping[str, Mapping[str, Any]] = self.sections["Parameters"]
        return found

    @property
    def role_parameters(self) -> tuple[str, ...]:
        """The parameters that take a role's ARN, each in place of a role that the stack would make."""
        return tuple(name for name in self.parameters if name.endswith("RoleArn"))

    @property
    def resources(self) -> Mapping[str, Mapping[str, Any]]:
        """The resources by their logical ids; one that has a `Condition` is made where that holds."""
        found: Mapping[str, Mapping[str, Any]] = self.sections["Resources"]
        return found

    @property
    def outputs(self) -> Mapping[str, Mapping[str, Any]]:
        """What a stack says of itself once it stands."""
        found: Mapping[str, Mapping[str, Any]] = self.sections["Outputs"]
        return found


def template(name: TemplateName | str) -> Template:
    """The template of this name; ValueError where there is none."""
    known = TemplateName(name)
    return Template(known, json.loads((files(__name__) / f"{known.value}.json").read_text(encoding="utf-8")))
