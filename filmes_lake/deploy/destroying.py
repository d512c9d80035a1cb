"""Leaving: the compute stack, which can be made again; and the data, which cannot."""

from dataclasses import dataclass

from filmes_lake.deploy.account import Account
from filmes_lake.deploy.kept import Contents, bucket_is_ours, contents, delete_bucket, delete_database
from filmes_lake.deploy.stacks import Report, Stacks
from filmes_lake.deploy.wishes import StackName
from filmes_lake.errors import NotFound


@dataclass(frozen=True)
class Data:
    """What a data stack has: the bucket, what lies in it (None: the bucket is gone), the database."""

    bucket: str
    contents: Contents | None
    database: str

    @property
    def objects(self) -> int:
        """Objects with all their versions."""
        return self.contents.objects if self.contents else 0

    @property
    def bytes(self) -> int:
        """Bytes of all of them."""
        return self.contents.bytes if self.contents else 0


def find_data(account: Account, stack: StackName) -> Data:
    """What would be lost with the data stack; NotFound where there is no such stack."""
    found = Stacks(account).find(stack.data)
    if found is None or "Bucket" not in found.parameters:
        raise NotFound(
            f"stack {stack.data} in {account.region}: there is none",
            "a bucket that was kept is not touched: see the S3 console",
        )
    bucket = found.parameters["Bucket"]
    there = contents(account, bucket) if bucket_is_ours(account, bucket) else None
    return Data(bucket, there, found.parameters["Database"])


def destroy_compute(account: Account, stack: StackName, report: Report) -> bool:
    """Delete all that can be made again; whether there was anything."""
    stacks = Stacks(account)
    if stacks.find(stack.compute) is None:
        return False
    stacks.delete(stack.compute, report)
    return True


def destroy_data(account: Account, stack: StackName, data: Data, report: Report) -> None:
    """Delete bucket and database with all that is in them; the stack goes last, so that this can be done once more."""
    if data.contents is not None:
        delete_bucket(account, data.bucket)
    delete_database(account, data.database)
    stacks = Stacks(account)
    stacks.protect(stack.data, on=False)
    stacks.delete(stack.data, report)
