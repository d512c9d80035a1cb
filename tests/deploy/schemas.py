"""CloudFormation's own schemas of resources, as cfn-lint has them."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@cache
def schema_of(type_: str) -> Mapping[str, Any]:
    """The schema of a type of resource, such as `AWS::S3::Bucket`."""
    schema: Mapping[str, Any] = _read(f"resources/{_names()[type_]}.json")
    return schema


@cache
def _names() -> Mapping[str, str]:
    """The name of each type's file, which regions share."""
    names: Mapping[str, str] = _read("providers/us-east-1.json")
    return names


def _read(name: str) -> Any:
    # cfn-lint's own loader gives the same, after seconds in which it loads a library of mathematics.
    package = find_spec("cfnlint")
    assert package
    assert package.origin
    return json.loads((Path(package.origin).parent / "data" / "schemas" / name).read_text(encoding="utf-8"))
