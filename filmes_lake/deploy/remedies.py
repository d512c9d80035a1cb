"""What to do where AWS refuses a resource: the refusals that people meet in new and restricted accounts."""

import re
from typing import NamedTuple

_AGAIN = "run the same command again: what failed at its first creation is deleted and made anew"


class _Remedy(NamedTuple):
    type: str
    reason: str
    hint: str

    def fits(self, kind: str, said: str) -> bool:
        return bool(re.search(self.type, kind) and re.search(self.reason, said, re.IGNORECASE))


_DENIED = "not authorized|AccessDenied|Access Denied|explicit deny"
# The first whose patterns are found in the resource's type and in what AWS says of it.
_REMEDIES = (
    _Remedy(
        "Glue",
        "Lake Formation",
        "Lake Formation governs this account: have its administrator grant you CREATE_DATABASE, by aws lakeformation "
        "grant-permissions --principal DataLakePrincipalIdentifier=YOUR_ROLE_ARN --permissions CREATE_DATABASE "
        """--resource '{"Catalog":{}}'""",
    ),
    _Remedy("IAM", _DENIED, "you may make no roles here: give one that is there, with --role-arn ARN"),
    _Remedy("Budgets", f"{_DENIED}|SubscriptionRequired", "you may make no budget here: leave out --budget"),
    _Remedy("Scheduler", _DENIED, "you may make no schedule here: leave out --schedule"),
    _Remedy("Dashboard", _DENIED, "you may make no dashboard here: add --no-dashboard"),
    _Remedy("Glue::Job", _DENIED, "you may make no job of Glue here: add --engine lambda"),
    _Remedy("S3::Bucket", "already exists|already owned", "another name: --bucket NAME"),
    _Remedy("", "already exists?", "something of that name is there: delete it, or take another --stack"),
    _Remedy("", "limit|quota|throttl", "a quota of the account is used up: ask AWS for more, or delete what is unused"),
    _Remedy("", _DENIED, "you need that permission: docs/aws.md has what deploy needs"),
)


def remedy(kind: str, reason: str) -> str:
    """What to do about a resource of this type of CloudFormation's, of which AWS says this."""
    return next((found.hint for found in _REMEDIES if found.fits(kind, reason)), _AGAIN)
