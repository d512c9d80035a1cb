"""Secrets out of SSM's Parameter Store: read once in a process, decrypted by AWS, and kept in no environment."""

from functools import cache

from filmes_lake.aws.errors import Service, calling
from filmes_lake.aws.session import configuration, session
from filmes_lake.errors import SettingsError

SSM = Service("SSM", "ssm")


@cache
def secret(name: str) -> str:
    """The value of a SecureString; SettingsError where there is none of that name, or where it lies open."""
    where = f"SSM parameter {name}"
    with session(SSM, where) as opened:
        client = opened.client("ssm", config=configuration())
    with calling(SSM, where):
        try:
            found = client.get_parameter(Name=name, WithDecryption=True)["Parameter"]
        except client.exceptions.ParameterNotFound as error:
            raise SettingsError(f"{where}: there is none in this region", "make it, a SecureString") from error
    if found.get("Type") != "SecureString":
        raise SettingsError(f"{where}: its value lies open", "delete it, and make it a SecureString")
    value: str = found["Value"]
    return value
