"""An account of AWS's in one region: boto3's clients of what a stack is made of and made by."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from filmes_lake.aws.errors import Service
from filmes_lake.aws.session import configuration, session
from filmes_lake.errors import SettingsError

if TYPE_CHECKING:
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
    """Who calls, in this region."""

    region: str

    @classmethod
    def here(cls, region: str | None, where: str) -> "Account":
        """The account of the credentials, in the region given or else AWS's own setting; SettingsError without one."""
        with session(CLOUDFORMATION, where) as opened:
            if found := region or opened.region_name:
                return cls(found)
        raise SettingsError(f"{where}: no AWS region is set", "add --region, for example: --region sa-east-1")

    @cached_property
    def cloudformation(self) -> Any:
        """Its stacks."""
        return self._client("cloudformation", CLOUDFORMATION)

    @cached_property
    def cloudwatch(self) -> Any:
        """Its alarms."""
        return self._client("cloudwatch", CLOUDWATCH)

    @cached_property
    def logs(self) -> "CloudWatchLogsClient":
        """Its log groups."""
        client: CloudWatchLogsClient = self._client("logs", LOGS)
        return client

    @cached_property
    def s3(self) -> "S3Client":
        """Its buckets."""
        client: S3Client = self._client("s3", S3)
        return client

    @cached_property
    def ssm(self) -> Any:
        """Its parameters."""
        return self._client("ssm", SSM)

    @cached_property
    def step_functions(self) -> Any:
        """Its state machines."""
        return self._client("stepfunctions", STEP_FUNCTIONS)

    def _client(self, name: Any, service: Service) -> Any:
        with session(service, self.region) as opened:
            return opened.client(name, region_name=self.region, config=configuration())
