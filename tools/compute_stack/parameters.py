"""What the compute stack can be told, and the conditions that follow from it."""

from typing import Any

from filmes_lake.deploy.architecture import Architecture
from filmes_lake.settings import Settings
from tools.compute_stack.intrinsics import Json, all_of, given, is_, ref

# With 1,769 MB a function has one whole processor, and the full size fits (ADR 0035).
_MEMORY = 1769
# CloudWatch takes these and no others.
_RETENTIONS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
_LEAST_SCAN = 10_000_000  # Athena takes no lower limit
GLUE_ABOVE = {
    "lambda": "1000000TB",
    "glue": "0KB",
    "either": Settings.model_fields["glue_above"].default,
}
"""Where the tables are made, by the bytes of raw files above which it is Glue."""
ROLES = ("Plan", "Ingest", "Transform", "Register", "Machine", "Schedule", "Job")
_TAKEN_WITH = {"Schedule": "WithSchedule", "Job": "WithGlue"}


def parameters() -> Json:
    """Every parameter, in the order in which people are asked."""
    return {
        "Bucket": _text("The lake's bucket.", "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"),
        "Prefix": _text("Where in the bucket the lake lies.", "^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$", "lake"),
        "Database": _text("The tables' database in the Glue Data Catalog.", "^[a-z0-9_]{1,255}$"),
        "Key": _text("The KMS key of the bucket, its ARN; empty: S3's own.", "^(arn:aws[a-z-]*:kms:.+:key/.+)?$", ""),
        "CodeBucket": _text(
            "The bucket, in this region, with the functions' code.", "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
        ),
        "IngestKey": _text("The key of ingest.zip, with its hash in it.", "^.+$"),
        "TransformKey": _text("The key of transform.zip, with its hash in it.", "^.+$"),
        "Architecture": _one_of("The functions' processor.", [each.value for each in Architecture]),
        "Memory": _number("The functions' memory in MB.", _MEMORY, MinValue=512, MaxValue=10240),
        "Engine": _one_of("What makes the tables: Lambda, Glue, or Glue where there is much.", list(GLUE_ABOVE)),
        "JobScriptKey": _text("The key of the Glue job's script, below the lake's _ops.", "^.*$", ""),
        "JobWheelsKey": _text("The key of the Glue job's wheels, below the lake's _ops.", "^.*$", ""),
        **{f"{role}RoleArn": _role(role) for role in ROLES},
        "Schedule": _text(
            "When the lake is refreshed, as cron(...) or rate(...); empty: never.", "^((cron|rate)\\(.+\\))?$", ""
        ),
        "Timezone": _text("The time zone of a cron(...).", "^.+$", "UTC"),
        "HoursWithoutSuccess": _number("Hours without a success after which an alarm goes off.", 48, MinValue=1),
        "Email": _text("Who hears of alarms; empty: nobody.", "^([^@\\s]+@[^@\\s]+)?$", ""),
        "Budget": _number("US dollars that the account may cost in a month; 0: no budget.", 0, MinValue=0),
        "Dashboard": _one_of("Whether CloudWatch has a dashboard.", ["no", "yes"]),
        "MaxScan": _number("Bytes that a query of the workgroup may read.", 10_000_000_000, MinValue=_LEAST_SCAN),
        "LogDays": _number("Days for which logs are kept.", 30, AllowedValues=_RETENTIONS),
    }


def mappings() -> Json:
    """What the choice of an engine means to the function that plans."""
    return {"Engines": {engine: {"GlueAbove": size} for engine, size in GLUE_ABOVE.items()}}


def conditions() -> Json:
    """What depends on them."""
    return {
        "WithKey": given("Key"),
        "WithGlue": {"Fn::Not": [is_("Engine", "lambda")]},
        "WithSchedule": given("Schedule"),
        "WithEmail": given("Email"),
        "WithBudget": {"Fn::Not": [is_("Budget", "0")]},
        "WithDashboard": is_("Dashboard", "yes"),
        **{lacks(role): is_(f"{role}RoleArn", "") for role in ROLES},
        **{makes(role): all_of(condition, lacks(role)) for role, condition in _TAKEN_WITH.items()},
    }


def rules() -> Json:
    """What is refused before anything is made."""
    files = [{"Fn::Not": [{"Fn::Equals": [ref(name), ""]}]} for name in ("JobScriptKey", "JobWheelsKey")]
    said = "With Glue the job's script and wheels must be named"
    return {
        "GlueHasItsPackage": {
            "RuleCondition": {"Fn::Not": [is_("Engine", "lambda")]},
            "Assertions": [{"Assert": {"Fn::And": files}, "AssertDescription": said}],
        }
    }


def lacks(role: str) -> str:
    """The condition that no role was given."""
    return f"Lacks{role}Role"


def makes(role: str) -> str:
    """The condition that the stack makes a role: none was given, and there is who would take it."""
    return f"Makes{role}Role" if role in _TAKEN_WITH else lacks(role)


def _role(role: str) -> Json:
    return _text(
        f"The role of {_BEARERS[role]}; empty: the stack makes one.", "^(arn:aws[a-z-]*:iam::.+:role/.+)?$", ""
    )


_BEARERS = {
    "Plan": "the function that plans",
    "Ingest": "the function that asks TMDB",
    "Transform": "the function that makes the tables",
    "Register": "the function that registers them",
    "Machine": "the state machine",
    "Schedule": "the schedule",
    "Job": "the Glue job",
}


def _text(what: str, pattern: str, default: str | None = None) -> Json:
    return _parameter("String", what, default, AllowedPattern=pattern)


def _one_of(what: str, values: list[str]) -> Json:
    return _parameter("String", what, values[0], AllowedValues=values)


def _number(what: str, default: int, **limits: Any) -> Json:
    return _parameter("Number", what, default, **limits)


def _parameter(type_: str, what: str, default: Any, **more: Any) -> Json:
    return {"Type": type_, "Description": what, **({} if default is None else {"Default": default}), **more}
