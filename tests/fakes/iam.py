"""IAM as moto has it: a user whose requests are allowed or refused by one policy."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import requests

from tests.fakes.aws import CREDENTIALS

_POLICY = "the-only-one"


class User:
    """A user of a moto server, and the credentials to be it. What other credentials ask for is refused meanwhile."""

    def __init__(self, server: str, name: str) -> None:
        self.name, self._server = name, server
        session = boto3.Session(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
        self._iam = session.client("iam", endpoint_url=server, region_name=CREDENTIALS["AWS_REGION"])
        self._iam.create_user(UserName=name)
        key = self._iam.create_access_key(UserName=name)["AccessKey"]
        self.credentials = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}

    @contextmanager
    def allowed(self, policy: Mapping[str, Any]) -> Iterator[None]:
        """The server asks the policy, and this policy alone, about every request."""
        self._iam.put_user_policy(UserName=self.name, PolicyName=_POLICY, PolicyDocument=json.dumps(policy))
        self._enforce("0")
        try:
            yield
        finally:
            self._enforce("inf")

    def close(self) -> None:
        self._iam.close()

    def _enforce(self, free_requests: str) -> None:
        answer = requests.post(f"{self._server}/moto-api/reset-auth", data=free_requests, timeout=10)
        answer.raise_for_status()
