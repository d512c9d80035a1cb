"""The functions and the roles: who may do what is said by the policies of docs/aws.md."""

import json
from importlib.resources import files
from string import Template

from filmes_lake.deploy.functions import PYTHON
from filmes_lake.entrypoints import lambda_handler
from filmes_lake.metrics import VARIABLE
from filmes_lake.settings import Encryption, variable_of
from tools.compute_stack.intrinsics import NOTHING, STACK, Json, arn, filled, if_, ref, tagged
from tools.compute_stack.parameters import lacks, makes

LAKE = "s3://${Bucket}/${Prefix}"
ENCRYPTION = if_("WithKey", Encryption.BUCKET.value, Encryption.AES256.value)
TOKEN = f"/{STACK}/tmdb-token"
# Each function: what it calls, and the parameter that names its zip: asking alone needs no DuckDB.
FUNCTIONS = {
    "Plan": (lambda_handler.plan, "TransformKey"),
    "Ingest": (lambda_handler.ingest_tmdb, "IngestKey"),
    "Transform": (lambda_handler.transform, "TransformKey"),
    "Register": (lambda_handler.register, "TransformKey"),
}
_SECONDS = 900  # as long as Lambda lets a function run
_DISK = 2048  # MB; the full size leaves 300 there (ADR 0035)
# Who takes a role, and the policy that says what it may do.
_ROLES = {
    **{name: ("lambda", f"lambda-{name.lower()}") for name in FUNCTIONS},
    "Machine": ("states", "state-machine"),
    "Schedule": ("scheduler", "schedule"),
    "Job": ("glue", "glue-job"),
}
# What stands for the places to fill in in a policy.
_PLACES = {
    "BUCKET": "${Bucket}",
    "PREFIX": "${Prefix}",
    "DATABASE": "${Database}",
    "REGION": "${AWS::Region}",
    "ACCOUNT": "${AWS::AccountId}",
    **dict.fromkeys(("STACK", "JOB", "TOPIC"), STACK),
}
# What a bucket with a key asks of whoever reads and writes it; see docs/aws.md.
_OF_THE_KEY = ("Plan", "Ingest", "Transform", "Register", "Job")


def functions() -> Json:
    """Each function with its log."""
    found: Json = {}
    for name in FUNCTIONS:
        found[f"{name}Log"] = _log(f"/aws/lambda/{function_name(name)}")
        found[f"{name}Function"] = _function(name)
    return found


def roles() -> Json:
    """The roles, each made where none was given."""
    return {f"{name}Role": _role(name) for name in _ROLES}


def role(name: str) -> Json:
    """The ARN of a role, given or made."""
    return if_(lacks(name), arn(f"{name}Role"), ref(f"{name}RoleArn"))


def function_name(name: str) -> str:
    """A function's name in AWS."""
    return f"{STACK}-{name.lower()}"


def _log(group: str) -> Json:
    return tagged("AWS::Logs::LogGroup", LogGroupName=filled(group), RetentionInDays=ref("LogDays"))


def _function(name: str) -> Json:
    handler, key = FUNCTIONS[name]
    return tagged(
        "AWS::Lambda::Function",
        FunctionName=filled(function_name(name)),
        Runtime=f"python{PYTHON}",
        Architectures=[ref("Architecture")],
        Handler=f"{handler.__module__}.{handler.__name__}",
        Code={"S3Bucket": ref("CodeBucket"), "S3Key": ref(key)},
        Role=role(name),
        MemorySize=ref("Memory"),
        Timeout=_SECONDS,
        EphemeralStorage={"Size": _DISK},
        LoggingConfig={"LogGroup": ref(f"{name}Log")},
        Environment={"Variables": _environment()},
    )


def _environment() -> Json:
    above = {"Fn::FindInMap": ["Engines", ref("Engine"), "GlueAbove"]}
    settings = {
        "lake": LAKE,
        "database": ref("Database"),
        "encryption": ENCRYPTION,
        "glue_above": above,
        "tmdb_token_parameter": TOKEN,
    }
    found: Json = filled({VARIABLE: STACK, **{variable_of(name): value for name, value in settings.items()}})
    return found


def _role(name: str) -> Json:
    service, policy = _ROLES[name]
    trust = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}
    own: list[Json] = [{"PolicyName": policy, "PolicyDocument": _policy(policy)}]
    key = [if_("WithKey", {"PolicyName": "key", "PolicyDocument": _KEY}, NOTHING)] if name in _OF_THE_KEY else []
    return tagged(
        "AWS::IAM::Role",
        makes(name),
        Description=filled(f"filmes-lake {STACK}: {name.lower()}"),
        AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": [trust]},
        Policies=[*own, *key],
    )


_KEY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": [ref("Key")]}
    ],
}


def _policy(name: str) -> Json:
    text = (files("filmes_lake.aws") / "policies" / f"{name}.json").read_text(encoding="utf-8")
    found: Json = filled(json.loads(Template(text).substitute(_PLACES)))
    return found
