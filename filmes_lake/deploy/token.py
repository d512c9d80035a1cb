"""TMDB's token in SSM: put there encrypted, and taken away. It is in no template, no change set, no environment."""

from filmes_lake.aws.errors import calling
from filmes_lake.deploy.account import SSM, Account
from filmes_lake.deploy.wishes import StackName
from filmes_lake.ingest.tmdb.token import check_token


def put_token(account: Account, stack: StackName, token: str) -> None:
    """Store the token; SettingsError, without a word of it, where it cannot be one."""
    check_token(token, "what was read")
    with calling(SSM, _where(stack)):
        account.ssm.put_parameter(Name=stack.token, Value=token, Type="SecureString", Overwrite=True)


def delete_token(account: Account, stack: StackName) -> bool:
    """Take it away; whether there was one."""
    with calling(SSM, _where(stack)):
        try:
            account.ssm.delete_parameter(Name=stack.token)
        except account.ssm.exceptions.ParameterNotFound:
            return False
    return True


def has_token(account: Account, stack: StackName) -> bool:
    """Whether there is one; it is not read."""
    wanted = [{"Key": "Name", "Option": "Equals", "Values": [stack.token]}]
    with calling(SSM, _where(stack)):
        return bool(account.ssm.describe_parameters(ParameterFilters=wanted)["Parameters"])


def _where(stack: StackName) -> str:
    return f"SSM parameter {stack.token}"
