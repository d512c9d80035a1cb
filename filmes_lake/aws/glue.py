"""boto3's client of Glue, for the Data Catalog and for jobs, and Glue as the errors of AWS name it."""

from typing import TYPE_CHECKING

from filmes_lake.aws.errors import Service
from filmes_lake.aws.session import configuration, session

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient

GLUE = Service("Glue", "glue", {name: f"glue:{name} and iam:PassRole" for name in ("CreateJob", "UpdateJob")})


def open_glue(where: str) -> "GlueClient":
    """Glue's client; SettingsError about `where` for settings that cannot be."""
    with session(GLUE, where) as opened:
        return opened.client("glue", config=configuration())
