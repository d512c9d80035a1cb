"""An account of AWS's in one region: boto3's clients of what a stack is made of and made by."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from filmes_lake.aws.errors import Service, calling
from filmes_lake.aws.glue import GLUE
from filmes_lake.aws.identity import STS
from filmes_lake.aws.session import configuration, session
from filmes_lake.errors import SettingsError

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client

CLOUDFORMATION = Service(
    "CloudFormation",
    "cloudformation",
    {"ExecuteChangeSet": "cloudformation:ExecuteChangeSet, and what the changes themselves need,"},
)
CLOUDWATCH = Service("CloudWatch", "cloudwatch")
LOGS = Service("CloudWatch Logs", "logs")
S3 = Service(
    "S3",
    "s3",
    {"HeadBucket": "s3:ListBucket", "ListObjectsV2": "s3:ListBucket", "HeadObject": "s3:GetObject"},
)
SSM = Service("SSM", "ssm")
STEP_FUNCTIONS = Service("SFN", "states")


@dataclass(frozen=True)
class Account:
    """Who calls, in this region; `close` ends the connections that were opened."""

    region: str
    _session: Any = field(default=None, repr=False)
    _clients: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def here(cls, region: str | None, where: str) -> "Account":
        """The account of the credentials, in the region given or else AWS's own setting; SettingsError without one."""
        with session(CLOUDFORMATION, where) as opened:
            if found := region or opened.region_name:
                return cls(found, opened)
        raise SettingsError(f"{where}: no AWS region is set", "add --region, for example: --region sa-east-1")

    def close(self) -> None:
        """End the connections."""
        for client in self._clients.values():
            client.close()

    @cached_property
    def number(self) -> str:
        """AWS's number of it, which no message shows."""
        with calling(STS, self.region):
            number: str = self._client("sts", STS).get_caller_identity()["Account"]
        return number

    @property
    def cloudformation(self) -> Any:
        """Its stacks."""
        return self._client("cloudformation", CLOUDFORMATION)

    @property
    def cloudwatch(self) -> Any:
        """Its alarms."""
        return self._client("cloudwatch", CLOUDWATCH)

    @property
    def glue(self) -> "GlueClient":
        """Its databases."""
        client: GlueClient = self._client("glue", GLUE)
        return client

    @property
    def logs(self) -> "CloudWatchLogsClient":
        """Its log groups."""
        client: CloudWatchLogsClient = self._client("logs", LOGS)
        return client

    @property
    def s3(self) -> "S3Client":
        """Its buckets."""
        client: S3Client = self._client("s3", S3)
        return client

    @property
    def ssm(self) -> Any:
        """Its parameters."""
        return self._client("ssm", SSM)

    @property
    def step_functions(self) -> Any:
        """Its state machines."""
        return self._client("stepfunctions", STEP_FUNCTIONS)

    def _client(self, name: Any, service: Service) -> Any:
        if name not in self._clients:
            with session(service, self.region, self._session) as opened:
                self._clients[name] = opened.client(name, region_name=self.region, config=configuration())
        return self._clients[name]
