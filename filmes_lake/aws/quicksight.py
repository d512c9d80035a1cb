"""boto3's client of QuickSight, QuickSight as the errors of AWS name it, and what its shapes say of a call's body.

The product is called Amazon Quick by now; its API, its permissions and its ARNs are still called quicksight.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from filmes_lake.aws.errors import Service
from filmes_lake.aws.session import configuration, session

if TYPE_CHECKING:
    from botocore.model import ServiceModel, StructureShape

QUICKSIGHT = Service("QuickSight", "quicksight")


def open_quicksight(where: str, region: str | None = None) -> Any:
    """QuickSight's client in a region, by default in the one that is set; SettingsError about `where`."""
    with session(QUICKSIGHT, where) as opened:
        return opened.client("quicksight", region_name=region, config=configuration())


def shape_faults(operation: str, body: Mapping[str, Any]) -> str:
    """What boto3 would refuse of a call, a fault in each line; nothing is asked, and no account is needed."""
    from botocore.validate import ParamValidator

    found: str = ParamValidator().validate(body, _taken(operation)).generate_report()
    return found


def taken_by(operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """As much of a body as an operation takes: an update has no tags, which were given at first."""
    return {name: value for name, value in body.items() if name in _taken(operation).members}


def _taken(operation: str) -> "StructureShape":
    shape = _model().operation_model(operation).input_shape
    if shape is None:
        raise ValueError(f"{operation} takes nothing")
    return shape


@cache
def _model() -> "ServiceModel":
    from botocore.session import get_session

    return get_session().get_service_model("quicksight")
