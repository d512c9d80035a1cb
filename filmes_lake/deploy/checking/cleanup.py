"""What trials leave, and taking it away: objects with all their versions, databases, results of Athena's."""

from filmes_lake.deploy.checking.check import Check
from filmes_lake.deploy.checking.machine import stop_all
from filmes_lake.deploy.checking.proving import Proof
from filmes_lake.deploy.kept import delete_database, delete_versions
from filmes_lake.lake.storage.s3_address import S3Address

# A function cannot be called back: one that works when its execution is stopped may write for as long as this.
_IN_FLIGHT_SECONDS = 20.0


def clean_up(check: Check) -> Proof:
    """Stop what goes on, and delete what there is of every trial, also where stopping it fails.

    The lake's own is not touched.
    """
    try:
        if stop_all(check):
            check.pause(_IN_FLIGHT_SECONDS)
    finally:
        proof = _delete_all(check)
    return proof


def _delete_all(check: Check) -> Proof:
    bucket = check.deployed.parameters["Bucket"]
    objects = sum(delete_versions(check.account, bucket, prefix) for prefix in _prefixes(check))
    databases = [trial.settings(check.deployed.settings)["database"] for trial in check.trials]
    gone = sum(delete_database(check.account, database) for database in databases)
    return Proof(f"{objects} objects and {gone} databases deleted")


def _prefixes(check: Check) -> list[str]:
    """Where in the bucket the trials' objects lie, and the results of their queries."""
    lakes = [S3Address.parse(trial.lake(check.deployed.lake)).prefix for trial in check.trials]
    return [*lakes, *(f"{check.deployed.results}{query}" for query in check.queries)]
