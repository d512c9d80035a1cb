"""What AWS and boto3 say, in our own errors.

AWS's texts name account ids and roles, so none of them is passed on: a message is made of the address, the operation
and the error's code. See https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from botocore import exceptions as aws
from botocore.exceptions import BotoCoreError, ClientError

from filmes_lake.errors import Conflict, FilmesLakeError, LakeError, NotOffered, SettingsError
from filmes_lake.log import logger

_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"})
_UNKNOWN = frozenset(
    {
        "AuthFailure",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidToken",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
_RACED = frozenset({"ConditionalRequestConflict"})
_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "AllAccessDisabled", "Forbidden", "403"})
_ELSEWHERE = frozenset(
    {"301", "307", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "PermanentRedirect"}
)
# What servers of S3 alone say to a request of another service, and to one of S3's that they do not know.
_ABSENT = frozenset({"404", "MethodNotAllowed", "NotImplemented", "UnknownOperationException"})
_ABSENT_STATUSES = frozenset({405, 501})


@dataclass(frozen=True)
class Service:
    """A service of AWS: its name in messages, its prefix in IAM policies, the permissions not called as operations."""

    name: str
    prefix: str
    needs: Mapping[str, str] = field(default_factory=dict)

    def permission(self, operation: str) -> str:
        """What a policy has to allow for the operation."""
        return self.needs.get(operation, f"{self.prefix}:{operation}")

    @property
    def endpoint(self) -> str:
        """The variable that names this service's server alone.

        https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
        """
        return f"AWS_ENDPOINT_URL_{self.name.upper().replace(' ', '_')}"


_LOG_IN = "log in again (aws sso login) or set AWS_PROFILE; `aws sts get-caller-identity` shows who you are"
_AGAIN = "run the same command again; what is published stays"


@contextmanager
def calling(service: Service, where: str) -> Iterator[None]:
    """Turn an error of the service's about `where` into one of ours."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        logger.debug("AWS reports: %s: %s", type(error).__name__, without_secrets(str(error)))
        # AWS's own words stay out of tracebacks too.
        raise translated(error, service, where) from None


def code_of(error: ClientError) -> str:
    """AWS's code of an error; the HTTP status where an answer has no body (HEAD)."""
    return str(error.response.get("Error", {}).get("Code", "")) or str(_status(error))


def without_secrets(text: str) -> str:
    """The text without key ids, account ids and long tokens."""
    return re.sub(r"\b(A[A-Z]{3}[A-Z0-9]{12,}|\d{12}|[A-Za-z0-9+/=]{40,})\b", "***", text)


def translated(error: Exception, service: Service, where: str) -> FilmesLakeError:
    """Our error for one of AWS's."""
    if isinstance(error, ClientError):
        return _answered(error, service, where)
    for kinds, translate in _LOCAL:
        if isinstance(error, kinds):
            return translate(service, where, error)
    return LakeError(f"{where}: boto3 gave up ({type(error).__name__})", _AGAIN)


def _answered(error: ClientError, service: Service, where: str) -> FilmesLakeError:
    """Our error for an answer of AWS's."""
    code, operation = code_of(error), error.operation_name
    for codes, translated_error in (
        (_EXPIRED, SettingsError(f"{where}: the AWS credentials have expired ({code})", _LOG_IN)),
        (_UNKNOWN, SettingsError(f"{where}: AWS does not accept the credentials ({code})", _LOG_IN)),
        (_DENIED, _denied(service, where, operation)),
        (_ELSEWHERE, _in_another_region(error, where)),
        ({"NoSuchBucket"}, LakeError(f"{_bucket(where)}: there is no such bucket", "create it, or correct --lake")),
        ({"RequestTimeTooSkewed"}, SettingsError(f"{where}: this machine's clock is wrong", "set the clock")),
        (_RACED, Conflict(f"{where}: others keep writing it", "run the command again")),
    ):
        if code in codes:
            return translated_error
    if code in _ABSENT or _status(error) in _ABSENT_STATUSES:
        return NotOffered(
            f"{where}: the server does not offer {service.name}'s {operation} ({code})",
            f"set {service.endpoint} to one that does; all that runs on DuckDB needs S3 alone",
        )
    attempts = error.response.get("ResponseMetadata", {}).get("RetryAttempts", 0) + 1
    times = f" {attempts} times" if attempts > 1 else ""
    return LakeError(f"{where}: {service.name} answered {operation} with {code}{times}", _AGAIN)


def _denied(service: Service, where: str, operation: str) -> SettingsError:
    needs = service.permission(operation)
    return SettingsError(
        f"{where}: AWS does not permit {operation}", f"the credentials need {needs} there; or set AWS_PROFILE"
    )


def _in_another_region(error: ClientError, where: str) -> SettingsError:
    answer = error.response
    headers = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    region = headers.get("x-amz-bucket-region") or answer.get("Error", {}).get("Region")
    named = f" ({region})" if region else ""
    return SettingsError(
        f"{_bucket(where)}: the bucket lies in another region{named}",
        f"set AWS_REGION={region or 'to the bucket’s region'}",
    )


def _bucket(where: str) -> str:
    """The bucket's own address."""
    return "/".join(where.split("/")[:3])


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _unreachable(service: Service, where: str, error: Exception) -> FilmesLakeError:
    host = urlsplit(str(getattr(error, "kwargs", {}).get("endpoint_url", ""))).hostname
    at = f" at {host}" if host else ""
    return LakeError(
        f"{_bucket(where)}: {service.name} cannot be reached{at} ({type(error).__name__})",
        "check the network and AWS_ENDPOINT_URL",
    )


def _broken_off(service: Service, where: str, error: Exception) -> FilmesLakeError:
    return LakeError(f"{where}: the connection to {service.name} broke off ({type(error).__name__})", _AGAIN)


def _altered(_: Service, where: str, __: Exception) -> FilmesLakeError:
    return LakeError(
        f"{where}: the bytes received are not those that were stored", "run again; was the object changed?"
    )


def _no_credentials(_: Service, where: str, __: Exception) -> FilmesLakeError:
    return SettingsError(
        f"{_bucket(where)}: no AWS credentials found", "set AWS_PROFILE, or log in (aws configure, aws sso login)"
    )


def _useless_credentials(_: Service, where: str, error: Exception) -> FilmesLakeError:
    return SettingsError(f"{_bucket(where)}: cannot load the AWS credentials ({type(error).__name__})", _LOG_IN)


def _no_profile(_: Service, where: str, error: Exception) -> FilmesLakeError:
    profile = getattr(error, "kwargs", {}).get("profile", "?")
    return SettingsError(f"{where}: there is no AWS profile {profile!r}", "see: aws configure list-profiles")


def _no_region(_: Service, where: str, __: Exception) -> FilmesLakeError:
    return SettingsError(f"{where}: no AWS region is set", "set AWS_REGION, for example: AWS_REGION=sa-east-1")


def _settings(_: Service, where: str, error: Exception) -> FilmesLakeError:
    return SettingsError(
        f"{where}: an AWS setting is wrong ({type(error).__name__})", "check the AWS_* variables and ~/.aws/config"
    )


# Glue 5.1 comes with a botocore (1.40) that does not know this one yet.
_LOGIN_ERRORS: tuple[type[Exception], ...] = tuple(
    error for error in (getattr(aws, "LoginError", None),) if error is not None
)

# Errors that boto3 raises without an answer of AWS's; the first that fits counts.
_LOCAL: tuple[tuple[tuple[type[Exception], ...], Callable[[Service, str, Exception], FilmesLakeError]], ...] = (
    ((aws.NoCredentialsError,), _no_credentials),
    (
        (
            aws.PartialCredentialsError,
            aws.CredentialRetrievalError,
            aws.NoAuthTokenError,
            aws.RefreshWithMFAUnsupportedError,
            aws.TokenRetrievalError,
            aws.SSOError,
            *_LOGIN_ERRORS,
        ),
        _useless_credentials,
    ),
    ((aws.ProfileNotFound,), _no_profile),
    ((aws.NoRegionError,), _no_region),
    (
        (
            aws.ConfigParseError,
            aws.ConfigNotFound,
            aws.InvalidConfigError,
            aws.InvalidRegionError,
            aws.InvalidRetryConfigurationError,
        ),
        _settings,
    ),
    ((aws.FlexibleChecksumError,), _altered),
    ((aws.EndpointConnectionError, aws.ConnectTimeoutError, aws.ProxyConnectionError, aws.SSLError), _unreachable),
    ((aws.HTTPClientError, aws.IncompleteReadError, aws.ResponseStreamingError), _broken_off),
)
