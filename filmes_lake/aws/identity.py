"""Whether AWS accepts the credentials, and whose they are. No message has account ids or names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from filmes_lake.aws.errors import Service, calling
from filmes_lake.aws.session import quick_configuration, session

STS = Service("STS", "sts")


@dataclass(frozen=True)
class CallerIdentity:
    """Of which kind the caller is (user, assumed-role, root), and when AWS answered, as its header says it."""

    kind: str
    date: str | None


def caller_identity(where: str) -> CallerIdentity:
    """Who calls; SettingsError about `where` for credentials that are missing or not accepted, LakeError offline."""
    answer = _asked(where)
    # arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION
    kind = answer["Arn"].split(":")[-1].partition("/")[0]
    return CallerIdentity(kind, answer["ResponseMetadata"]["HTTPHeaders"].get("date"))


@dataclass(frozen=True)
class Account:
    """An account by its number, and the partition of AWS in which it lies: aws, aws-cn, aws-us-gov."""

    id: str
    partition: str


def account_of_caller(where: str) -> Account:
    """The caller's account; errors are those of `caller_identity`."""
    answer = _asked(where)
    return Account(answer["Account"], answer["Arn"].split(":")[1])


def _asked(where: str) -> Mapping[str, Any]:
    with session(STS, where) as opened:
        client = opened.client("sts", region_name=opened.region_name or "us-east-1", config=quick_configuration())
    try:
        with calling(STS, where):
            return client.get_caller_identity()
    finally:
        client.close()
