"""What must hold of the two stacks, each property by its name; one that does not hold is an AssertionError."""

import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

from filmes_lake.deploy.schedule import read_schedule
from filmes_lake.deploy.state_machine import Parts, state_machine
from filmes_lake.deploy.templates import MOST_BYTES
from filmes_lake.entrypoints import lambda_handler
from filmes_lake.jobs.definition import JobSettings, job_definition
from filmes_lake.metrics import DIMENSION, NAMESPACE, VARIABLE, Metric
from filmes_lake.settings import Encryption, Settings, bytes_of, load_settings, setting_names, variable_of
from tests.deploy.schemas import schema_of
from tests.deploy.stacks import GIVEN, Json, Stacks, dashboard_of, made, statements, text_of

Property = Callable[[Stacks], None]
PROPERTIES: dict[str, Property] = {}

STACK = {"Ref": "AWS::StackName"}
# Where AWS offers nothing narrower than `*`.
WIDE = {
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html: no resource types
    "cloudwatch:PutMetricData": "a metric has no ARN; Glue's own metrics of the job",
    "cloudwatch:GetMetricStatistics": "a metric has no ARN; read by whoever checks",
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html: no resource types
    "ssm:DescribeParameters": "lists the names of parameters, not their values",
    "quicksight:DescribeAccountSubscription": "an account has one, which has no ARN",
}
# Widgets, and what each shows. See
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
WIDGETS = {
    "metric": {"metrics", "region", "stat", "period", "view", "title"},
    "log": {"query", "region", "view", "title"},
}


def holds(check: Property) -> Property:
    """List it."""
    PROPERTIES[check.__name__] = check
    return check


@holds
def both_fit_into_a_call(stacks: Stacks) -> None:
    for sections in (stacks.data, stacks.compute):
        assert len(json.dumps(sections, separators=(",", ":")).encode()) < MOST_BYTES


# --- data --------------------------------------------------------------------------------------------------------


@holds
def the_bucket_keeps_versions(stacks: Stacks) -> None:
    assert stacks.only("S3::Bucket")["VersioningConfiguration"] == {"Status": "Enabled"}


@holds
def the_bucket_is_encrypted_with_the_key_or_with_s3s_own(stacks: Stacks) -> None:
    (rule,) = stacks.only("S3::Bucket")["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    condition, with_key, without = rule["ServerSideEncryptionByDefault"]["Fn::If"]
    assert condition == "WithKey"
    assert with_key == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": {"Ref": "Key"}}
    assert without == {"SSEAlgorithm": "AES256"}


@holds
def the_bucket_is_public_to_nobody(stacks: Stacks) -> None:
    blocked = stacks.only("S3::Bucket")["PublicAccessBlockConfiguration"]
    names = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    assert blocked == dict.fromkeys(names, True)


@holds
def the_bucket_has_no_access_lists(stacks: Stacks) -> None:
    assert stacks.only("S3::Bucket")["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


@holds
def the_bucket_is_asked_by_tls_only(stacks: Stacks) -> None:
    policy = stacks.only("S3::BucketPolicy")
    (denied,) = policy["PolicyDocument"]["Statement"]
    assert policy["Bucket"] == {"Ref": "LakeBucket"}
    assert (denied["Effect"], denied["Principal"], denied["Action"]) == ("Deny", "*", "s3:*")
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert denied["Resource"] == [{"Fn::GetAtt": ["LakeBucket", "Arn"]}, {"Fn::Sub": "${LakeBucket.Arn}/*"}]


@holds
def aborted_uploads_go_after_a_week(stacks: Stacks) -> None:
    rules = stacks.only("S3::Bucket")["LifecycleConfiguration"]["Rules"]
    aborting = [rule for rule in rules if "AbortIncompleteMultipartUpload" in rule]
    assert [rule["AbortIncompleteMultipartUpload"] for rule in aborting] == [{"DaysAfterInitiation": 7}]
    assert all(rule["Status"] == "Enabled" and "Prefix" not in rule and "TagFilters" not in rule for rule in aborting)


@holds
def no_current_object_expires(stacks: Stacks) -> None:
    expiring = {"ExpirationInDays", "ExpirationDate", "Transition", "Transitions"}
    assert not [rule for rule in stacks.only("S3::Bucket")["LifecycleConfiguration"]["Rules"] if expiring & set(rule)]


@holds
def data_stays_when_the_stack_goes(stacks: Stacks) -> None:
    for resource in stacks.data["Resources"].values():
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


@holds
def compute_holds_no_data(stacks: Stacks) -> None:
    assert {found["Type"] for found in stacks.data["Resources"].values()} == {
        "AWS::S3::Bucket",
        "AWS::S3::BucketPolicy",
        "AWS::Glue::Database",
    }
    kept = {"AWS::S3::Bucket", "AWS::Glue::Database", "AWS::Glue::Table", "AWS::SSM::Parameter"}
    assert not kept & {found["Type"] for found in stacks.compute["Resources"].values()}


@holds
def both_are_told_by_outputs(stacks: Stacks) -> None:
    assert {name: found["Value"] for name, found in stacks.data["Outputs"].items()} == {
        "Bucket": {"Ref": "LakeBucket"},
        "Database": {"Ref": "LakeDatabase"},
    }
    assert {"Machine", "Topic", "Workgroup", "TokenParameter"} <= set(stacks.compute["Outputs"])


# --- functions and roles -----------------------------------------------------------------------------------------


@holds
def the_four_functions_are_those_of_the_program(stacks: Stacks) -> None:
    functions = stacks.of_type("Lambda::Function")
    handlers = (lambda_handler.plan, lambda_handler.ingest_tmdb, lambda_handler.transform, lambda_handler.register)
    assert {found["Handler"] for found in functions.values()} == {f"{h.__module__}.{h.__name__}" for h in handlers}
    assert {found["Runtime"] for found in functions.values()} == {"python3.13"}
    for found in functions.values():
        assert (found["Architectures"], found["MemorySize"]) == ([{"Ref": "Architecture"}], {"Ref": "Memory"})
        assert found["Timeout"] == 900


@holds
def code_lies_in_s3_under_its_hash(stacks: Stacks) -> None:
    keys = {}
    for name, found in stacks.of_type("Lambda::Function").items():
        assert found["Code"]["S3Bucket"] == {"Ref": "CodeBucket"}
        keys[name] = found["Code"]["S3Key"]["Ref"]
    assert keys.pop("IngestFunction") == "IngestKey"
    assert set(keys.values()) == {"TransformKey"}
    assert not {"IngestKey", "TransformKey"} & {
        name for name, found in stacks.compute["Parameters"].items() if "Default" in found
    }


@holds
def functions_are_told_settings_that_there_are_and_no_secret(stacks: Stacks) -> None:
    known = {variable_of(name) for name in setting_names(Settings)} | {VARIABLE}
    for found in stacks.of_type("Lambda::Function").values():
        variables = found["Environment"]["Variables"]
        assert set(variables) <= known
        assert variables["FILMES_LAKE_LAKE"] == {"Fn::Sub": "s3://${Bucket}/${Prefix}"}
        assert variables["FILMES_LAKE_TMDB_TOKEN_PARAMETER"] == {"Fn::Sub": "/${AWS::StackName}/tmdb-token"}
    assert "TMDB_API_TOKEN" not in text_of(stacks.compute)


@holds
def functions_take_what_they_are_told(stacks: Stacks) -> None:
    engines = stacks.compute["Mappings"]["Engines"]
    assert set(engines) == set(stacks.compute["Parameters"]["Engine"]["AllowedValues"])
    sizes = {engine: bytes_of(found["GlueAbove"]) for engine, found in engines.items()}
    assert (sizes["glue"], sizes["lambda"] > 10**15, sizes["either"]) == (0, True, bytes_of(Settings().glue_above))
    for found in stacks.of_type("Lambda::Function").values():
        told = {name: _filled(value) for name, value in found["Environment"]["Variables"].items() if name != VARIABLE}
        settings = load_settings({}, {**told, "FILMES_LAKE_GLUE_ABOVE": engines["glue"]["GlueAbove"]}, model=Settings)
        assert (settings.lake, settings.encryption) == ("s3://films/lake", Encryption.BUCKET)


def _filled(value: Any) -> str:
    """With a key, in a stack of the name films."""
    if "Fn::If" in value:
        return str(value["Fn::If"][1])
    if "Ref" in value:
        return GIVEN[value["Ref"]]
    text = str(next(iter(value.values())))
    return text.replace("${Prefix}", "lake").replace("${Bucket}", "films").replace("${AWS::StackName}", "films")


@holds
def every_function_logs_into_a_group_of_the_stack(stacks: Stacks) -> None:
    groups = stacks.of_type("Logs::LogGroup")
    for name, found in stacks.of_type("Lambda::Function").items():
        group = groups.pop(found["LoggingConfig"]["LogGroup"]["Ref"])
        assert group["LogGroupName"]["Fn::Sub"] == f"/aws/lambda/{found['FunctionName']['Fn::Sub']}", name
    assert not groups


@holds
def logs_are_kept_for_a_time(stacks: Stacks) -> None:
    assert {text_of(found.get("RetentionInDays")) for found in stacks.of_type("Logs::LogGroup").values()} == {
        text_of({"Ref": "LogDays"})
    }
    assert stacks.compute["Parameters"]["LogDays"]["Default"] == 30


@holds
def no_role_has_a_fixed_name(stacks: Stacks) -> None:
    roles = stacks.of_type("IAM::Role")
    assert len(roles) == 7
    assert not [name for name, found in roles.items() if "RoleName" in found]


@holds
def a_role_is_made_only_where_none_is_given(stacks: Stacks) -> None:
    compute = stacks.compute
    roles = {name: f"{name}Arn" for name in stacks.of_type("IAM::Role")}
    given = dict.fromkeys(roles.values(), "arn:aws:iam::123456789012:role/LabRole")
    everything = {"Engine": "either", "Schedule": "rate(1 day)"}
    assert set(roles) <= made(compute, **everything)
    assert not {
        name for name in made(compute, **everything, **given) if "AWS::IAM" in compute["Resources"][name]["Type"]
    }
    taken = re.findall(r'"(?:Role|RoleArn)": \{"Fn::If": \["Lacks(\w+)Role", (.*?\]\}), (.*?\})\]', text_of(compute))
    assert {name for name, *_ in taken} == {name.removesuffix("Role") for name in roles}
    for name, own, other in taken:
        assert json.loads(own) == {"Fn::GetAtt": [f"{name}Role", "Arn"]}
        assert json.loads(other) == {"Ref": f"{name}RoleArn"}


@holds
def every_role_is_taken_by_one_service(stacks: Stacks) -> None:
    services = {}
    for name, found in stacks.of_type("IAM::Role").items():
        (trust,) = found["AssumeRolePolicyDocument"]["Statement"]
        assert (trust["Effect"], trust["Action"]) == ("Allow", "sts:AssumeRole")
        services[name] = trust["Principal"]
    of_a_function = {"Service": "lambda.amazonaws.com"}
    assert services == {
        **dict.fromkeys(("PlanRole", "IngestRole", "TransformRole", "RegisterRole"), of_a_function),
        "MachineRole": {"Service": "states.amazonaws.com"},
        "ScheduleRole": {"Service": "scheduler.amazonaws.com"},
        "JobRole": {"Service": "glue.amazonaws.com"},
    }


@holds
def nothing_is_allowed_wider_than_aws_offers(stacks: Stacks) -> None:
    for statement in (*statements(stacks.data), *statements(stacks.compute)):
        if statement["Effect"] == "Allow":
            assert not too_wide(statement), statement


def too_wide(statement: Json) -> bool:
    """Whether a statement allows an action, a resource or a principal that is `*`, where AWS has something narrower."""
    actions = _several(statement.get("Action", ["*"]))
    resources = _several(statement.get("Resource", ["of the trust"]))
    wide = "*" in resources and not set(actions) <= set(WIDE)
    return wide or any("*" in action for action in actions) or "*" in text_of(statement.get("Principal", ""))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


# --- refreshing --------------------------------------------------------------------------------------------------


@holds
def the_machine_is_the_programs_and_calls_what_the_stack_has(stacks: Stacks) -> None:
    found = stacks.only("StepFunctions::StateMachine")
    called = found["DefinitionSubstitutions"]
    places: dict[str, Any] = {name: f"${{{name}}}" for name in called}
    assert json.loads(found["DefinitionString"]) == state_machine(Parts(**places))
    assert found["StateMachineType"] == "STANDARD"
    functions = {"plan": "Plan", "ingest_tmdb": "Ingest", "transform": "Transform", "register": "Register"}
    assert called == {
        **{name: {"Fn::GetAtt": [f"{function}Function", "Arn"]} for name, function in functions.items()},
        "topic": {"Ref": "Topic"},
        "stack": STACK,
        "job": STACK,
    }


@holds
def the_glue_job_is_the_one_that_is_submitted(stacks: Stacks) -> None:
    found = dict(stacks.only("Glue::Job"))
    defaults = {name: Settings.model_fields[f"glue_{name}"].default for name in ("workers", "timeout")}
    submitted = job_definition(JobSettings("x", "y", **defaults), "lake", "AES256", "script", "wheels")
    assert set(found) == {*submitted, "Name", "Tags"}
    for name in ("GlueVersion", "WorkerType", "NumberOfWorkers", "Timeout", "MaxRetries", "ExecutionProperty"):
        assert found[name] == submitted[name]
    assert set(found["DefaultArguments"]) == set(submitted["DefaultArguments"])
    assert found["Command"]["ScriptLocation"] == {"Fn::Sub": "s3://${Bucket}/${JobScriptKey}"}


@holds
def the_clock_starts_the_machine_with_the_tick_in_its_time_zone(stacks: Stacks) -> None:
    clock, target = (found := stacks.only("Scheduler::Schedule")), found["Target"]
    assert (clock["ScheduleExpression"], clock["ScheduleExpressionTimezone"]) == (
        {"Ref": "Schedule"},
        {"Ref": "Timezone"},
    )
    assert clock["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert target["Arn"] == {"Ref": "Machine"}
    assert json.loads(target["Input"]) == {"tick": "<aws.scheduler.scheduled-time>", "trial": None}


@holds
def a_tick_that_is_lost_is_kept_and_told(stacks: Stacks) -> None:
    assert stacks.only("Scheduler::Schedule")["Target"]["DeadLetterConfig"] == {
        "Arn": {"Fn::GetAtt": ["LostTicks", "Arn"]}
    }
    queue = stacks.only("SQS::Queue")
    assert (queue["SqsManagedSseEnabled"], queue["MessageRetentionPeriod"]) == (True, 14 * 24 * 3600)
    alarm = stacks.of_type("CloudWatch::Alarm")["TickLost"]
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["LostTicks", "QueueName"]}}]


@holds
def the_clocks_role_may_start_this_machine_and_fill_this_queue(stacks: Stacks) -> None:
    (policy,) = stacks.of_type("IAM::Role")["ScheduleRole"]["Policies"]
    start, lost = policy["PolicyDocument"]["Statement"]
    here = "${AWS::Region}:${AWS::AccountId}"
    assert stacks.only("StepFunctions::StateMachine")["StateMachineName"] == STACK
    queue = stacks.only("SQS::Queue")["QueueName"]["Fn::Sub"]
    assert (start["Action"], lost["Action"]) == (["states:StartExecution"], ["sqs:SendMessage"])
    assert start["Resource"] == [{"Fn::Sub": f"arn:aws:states:{here}:stateMachine:${{AWS::StackName}}"}]
    assert lost["Resource"] == [{"Fn::Sub": f"arn:aws:sqs:{here}:{queue}"}]


@holds
def every_fixed_schedule_is_one_that_aws_takes(stacks: Stacks) -> None:
    for found in stacks.of_type("Events::Rule").values():
        read_schedule(found["ScheduleExpression"], "UTC", date(2026, 11, 30))
    pattern = stacks.compute["Parameters"]["Schedule"]["AllowedPattern"]
    taken = [
        text for text in ("", "cron(0 6 ? * MON *)", "rate(1 day)", "every day", "0 6 * * *") if re.match(pattern, text)
    ]
    assert taken == ["", "cron(0 6 ? * MON *)", "rate(1 day)"]


# --- what is optional --------------------------------------------------------------------------------------------


OPTIONS: dict[str, tuple[dict[str, str], set[str]]] = {
    "nothing": ({}, set()),
    "e-mail": ({"Email": "a@b.example"}, {"Subscription"}),
    "budget": ({"Budget": "5"}, {"Spending"}),
    "dashboard": ({"Dashboard": "yes"}, {"Overview"}),
    "job": ({"Engine": "glue", "JobScriptKey": "x", "JobWheelsKey": "x"}, {"Job", "JobRole"}),
    "schedule": (
        {"Schedule": "rate(1 day)"},
        {"Clock", "Clocks", "ScheduleRole", "LostTicks", "TickLost", "NoSuccess", "DailyLook", "DailyLookMay"},
    ),
}


@holds
def what_is_optional_is_made_only_where_it_is_asked_for(stacks: Stacks) -> None:
    least = made(stacks.compute)
    for given, more in OPTIONS.values():
        assert made(stacks.compute, **given) == least | more
    optional = {name for _, more in OPTIONS.values() for name in more}
    assert not least & optional
    assert least | optional == set(stacks.compute["Resources"])


# --- watching ----------------------------------------------------------------------------------------------------


@holds
def the_workgroup_enforces_its_settings_and_limits_what_a_query_reads(stacks: Stacks) -> None:
    found = stacks.only("Athena::WorkGroup")["WorkGroupConfiguration"]
    assert found["EnforceWorkGroupConfiguration"] is True
    assert found["BytesScannedCutoffPerQuery"] == {"Ref": "MaxScan"}
    assert stacks.compute["Parameters"]["MaxScan"]["MinValue"] == 10_000_000
    condition, with_key, without = found["ResultConfiguration"]["EncryptionConfiguration"]["Fn::If"]
    assert (condition, with_key["EncryptionOption"], without) == ("WithKey", "SSE_KMS", {"EncryptionOption": "SSE_S3"})


@holds
def every_alarm_tells_the_topic(stacks: Stacks) -> None:
    alarms = stacks.of_type("CloudWatch::Alarm")
    assert set(alarms) == {"RunFailed", "RunTimedOut", "TickLost", "NoSuccess"}
    for found in alarms.values():
        assert found["AlarmActions"] == [{"Ref": "Topic"}]
        assert found["EvaluationPeriods"] * found["Period"] <= 7 * 24 * 3600


@holds
def a_run_that_failed_is_told_by_aws_itself(stacks: Stacks) -> None:
    alarms = stacks.of_type("CloudWatch::Alarm")
    for name, metric in (("RunFailed", "ExecutionsFailed"), ("RunTimedOut", "ExecutionsTimedOut")):
        found = alarms[name]
        assert (found["Namespace"], found["MetricName"], found["Statistic"]) == ("AWS/States", metric, "Sum")
        assert found["Dimensions"] == [{"Name": "StateMachineArn", "Value": {"Ref": "Machine"}}]
        assert (found["ComparisonOperator"], found["Threshold"]) == ("GreaterThanOrEqualToThreshold", 1)
        assert found["TreatMissingData"] == "notBreaching"


@holds
def no_success_for_too_long_is_told_and_so_is_silence(stacks: Stacks) -> None:
    found = stacks.of_type("CloudWatch::Alarm")["NoSuccess"]
    assert (found["Namespace"], found["MetricName"]) == (NAMESPACE, Metric.HOURS_SINCE_SUCCESS.value)
    assert found["Dimensions"] == [{"Name": DIMENSION, "Value": STACK}]
    assert (found["Statistic"], found["Period"], found["EvaluationPeriods"]) == ("Maximum", 24 * 3600, 1)
    assert (found["ComparisonOperator"], found["Threshold"]) == ("GreaterThanThreshold", {"Ref": "HoursWithoutSuccess"})
    assert found["TreatMissingData"] == "breaching"
    assert found["OKActions"] == [{"Ref": "Topic"}]


@holds
def plan_is_called_every_day(stacks: Stacks) -> None:
    look = stacks.only("Events::Rule")
    assert (look["ScheduleExpression"], look["State"]) == ("rate(1 day)", "ENABLED")
    (target,) = look["Targets"]
    assert (target["Arn"], json.loads(target["Input"])) == ({"Fn::GetAtt": ["PlanFunction", "Arn"]}, {})
    may = stacks.only("Lambda::Permission")
    assert (may["Principal"], may["SourceArn"]) == ("events.amazonaws.com", {"Fn::GetAtt": ["DailyLook", "Arn"]})
    assert (may["FunctionName"], may["Action"]) == ({"Ref": "PlanFunction"}, "lambda:InvokeFunction")


@holds
def spending_is_told_before_the_budget_is_spent(stacks: Stacks) -> None:
    found = stacks.only("Budgets::Budget")
    limit = found["Budget"]
    assert (limit["BudgetType"], limit["TimeUnit"]) == ("COST", "MONTHLY")
    assert limit["BudgetLimit"] == {"Amount": {"Ref": "Budget"}, "Unit": "USD"}
    notices = found["NotificationsWithSubscribers"]
    assert [(n["Notification"]["NotificationType"], n["Notification"]["Threshold"]) for n in notices] == [
        ("ACTUAL", 80),
        ("FORECASTED", 100),
    ]
    assert all(n["Subscribers"] == [{"SubscriptionType": "SNS", "Address": {"Ref": "Topic"}}] for n in notices)


@holds
def alarms_and_budgets_may_tell_the_topic(stacks: Stacks) -> None:
    policy = stacks.only("SNS::TopicPolicy")
    allowed, denied = policy["PolicyDocument"]["Statement"]
    assert policy["Topics"] == [{"Ref": "Topic"}]
    assert allowed["Principal"] == {"Service": ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert (denied["Effect"], denied["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


@holds
def the_dashboard_has_six_widgets_that_cloudwatch_knows(stacks: Stacks) -> None:
    body = dashboard_of(stacks.compute)
    assert set(body) == {"widgets"}
    assert len(body["widgets"]) == 6
    for widget in body["widgets"]:
        assert set(widget["properties"]) == WIDGETS[widget["type"]]
        assert widget["properties"]["region"] == "${AWS::Region}"
    assert not [pair for pair in combinations(body["widgets"], 2) if _overlap(*pair)]
    assert all(widget["x"] + widget["width"] <= 24 for widget in body["widgets"])


def _overlap(one: Json, other: Json) -> bool:
    return all(
        one[at] < other[at] + other[size] and other[at] < one[at] + one[size]
        for at, size in (("x", "width"), ("y", "height"))
    )


@holds
def the_dashboard_shows_series_and_logs_that_there_are(stacks: Stacks) -> None:
    functions = {found["FunctionName"]["Fn::Sub"] for found in stacks.of_type("Lambda::Function").values()}
    known = {
        **{(NAMESPACE, metric.value): (DIMENSION, {"${AWS::StackName}"}) for metric in Metric},
        **{
            ("AWS/States", f"Executions{how}"): ("StateMachineArn", {"${Machine}"})
            for how in ("Succeeded", "Failed", "TimedOut")
        },
        ("AWS/Lambda", "Duration"): ("FunctionName", functions),
    }
    for widget in dashboard_of(stacks.compute)["widgets"]:
        shown = widget["properties"]
        assert shown.get("stat", "Sum") in {"Sum", "Maximum", "Minimum", "Average"}
        for namespace, metric, dimension, value in shown.get("metrics", ()):
            name, values = known[namespace, metric]
            assert (dimension, value in values) == (name, True)
        sources = re.findall(r"SOURCE '/aws/lambda/([^']+)'", shown.get("query", ""))
        assert set(sources) in (set(), functions)


# --- all of it ---------------------------------------------------------------------------------------------------


@holds
def everything_that_can_have_a_tag_has_the_stacks(stacks: Stacks) -> None:
    own = [{"Key": "filmes-lake", "Value": STACK}]
    for name, found in stacks.resources.items():
        place = _tags_of(found["Type"])
        tags = found["Properties"].get(place) if place else own
        assert tags in (own, {"filmes-lake": STACK}), name


@cache
def _tags_of(type_: str) -> str | None:
    """The property that holds the tags of such a resource; None where it cannot have any."""
    properties = schema_of(type_)["properties"]
    return next((name for name in ("Tags", "ResourceTags") if name in properties), None)


@holds
def two_stacks_stand_side_by_side(stacks: Stacks) -> None:
    resources = stacks.compute["Resources"]
    own = [STACK, *({"Ref": name} for name in resources)]
    for name, found in resources.items():
        properties = found["Properties"].get("Budget", found["Properties"])
        named = {key: value for key, value in properties.items() if key.endswith("Name") and key != "MetricName"}
        for key, value in named.items():
            assert value in own or "${AWS::StackName}" in text_of(value), f"{name}.{key}"


@holds
def the_data_stacks_names_are_given(stacks: Stacks) -> None:
    assert stacks.only("S3::Bucket")["BucketName"] == {"Ref": "Bucket"}
    assert stacks.only("Glue::Database")["DatabaseInput"]["Name"] == {"Ref": "Database"}
    assert not [name for name in ("Bucket", "Database") if "Default" in stacks.data["Parameters"][name]]


@holds
def parameters_are_what_they_should_be(stacks: Stacks) -> None:
    parameters = stacks.compute["Parameters"]
    assert {"Bucket", "Prefix", "Engine", "Architecture", "Memory", "Email", "Budget", "Schedule", "Key"} <= set(
        parameters
    )
    assert {name for name in parameters if "Default" not in parameters[name]} == {
        "Bucket",
        "Database",
        "CodeBucket",
        "IngestKey",
        "TransformKey",
    }
    assert (parameters["Memory"]["MinValue"], parameters["Memory"]["MaxValue"]) == (1024, 10240)
    off = {"Schedule": "", "Email": "", "Budget": 0, "Dashboard": "no", "Engine": "lambda"}
    assert {name: parameters[name]["Default"] for name in off} == off
    shared = set(stacks.data["Parameters"])
    assert shared <= set(parameters)
