"""CloudFormation's own schemas of resources, as cfn-lint has them."""

from collections.abc import Mapping
from typing import Any


def schema_of(type_: str) -> Mapping[str, Any]:
    """The schema of a type of resource, such as `AWS::S3::Bucket`."""
    # To load it takes seconds, which every process that collects the tests would spend.
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    schema: Mapping[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_).schema
    return schema
