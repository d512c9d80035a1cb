"""Whether AWS accepts the credentials. Account ids and names stay where they are."""

from dataclasses import dataclass

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
    with session(STS, where) as opened:
        client = opened.client("sts", region_name=opened.region_name or "us-east-1", config=quick_configuration())
    try:
        with calling(STS, where):
            answer = client.get_caller_identity()
    finally:
        client.close()
    # arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION
    kind = answer["Arn"].split(":")[-1].partition("/")[0]
    return CallerIdentity(kind, answer["ResponseMetadata"]["HTTPHeaders"].get("date"))
