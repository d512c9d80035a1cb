"""What watches the stack: a topic, alarms, a dashboard, a budget; and the workgroup, which limits what queries read."""

import json
from typing import Any

from filmes_lake.metrics import DIMENSION, NAMESPACE, Metric
from tools.compute_stack.functions import FUNCTIONS, function_name
from tools.compute_stack.intrinsics import (
    OF_THE_STACK,
    STACK,
    Json,
    arn,
    filled,
    if_,
    ref,
    resource,
    tagged,
)

_DAY = 24 * 3600
_ACCOUNT = {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}
_TLS = {"Bool": {"aws:SecureTransport": "false"}}


def workgroup() -> Json:
    """Athena's workgroup: whoever asks in it cannot choose another place, another key or more bytes."""
    encryption = if_("WithKey", {"EncryptionOption": "SSE_KMS", "KmsKey": ref("Key")}, {"EncryptionOption": "SSE_S3"})
    results = {
        "OutputLocation": filled(f"s3://${{Bucket}}/athena/{STACK}/"),
        "ExpectedBucketOwner": ref("AWS::AccountId"),
        "EncryptionConfiguration": encryption,
    }
    return {
        "Workgroup": tagged(
            "AWS::Athena::WorkGroup",
            Name=ref("AWS::StackName"),
            Description=filled(f"filmes-lake {STACK}: reports"),
            RecursiveDeleteOption=True,
            WorkGroupConfiguration={
                "EnforceWorkGroupConfiguration": True,
                "PublishCloudWatchMetricsEnabled": True,
                "BytesScannedCutoffPerQuery": ref("MaxScan"),
                "EngineVersion": {"SelectedEngineVersion": "Athena engine version 3"},
                "ResultConfiguration": results,
            },
        )
    }


def topic() -> Json:
    """Where failures and alarms are told, and who hears of them."""
    told_by = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
    allowed = {
        "Sid": "Alarms",
        "Effect": "Allow",
        "Principal": {"Service": told_by},
        "Action": "sns:Publish",
        "Resource": ref("Topic"),
        "Condition": _ACCOUNT,
    }
    denied = {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": ref("Topic"),
        "Condition": _TLS,
    }
    return {
        "Topic": tagged("AWS::SNS::Topic", TopicName=ref("AWS::StackName")),
        "TopicPolicy": resource(
            "AWS::SNS::TopicPolicy",
            Topics=[ref("Topic")],
            PolicyDocument={"Version": "2012-10-17", "Statement": [allowed, denied]},
        ),
        "Subscription": resource(
            "AWS::SNS::Subscription", "WithEmail", TopicArn=ref("Topic"), Protocol="email", Endpoint=ref("Email")
        ),
    }


def alarms() -> Json:
    """What is told without anybody's looking, each from what AWS itself counts but for the hours."""
    of_the_machine = {"StateMachineArn": ref("Machine")}
    return {
        "RunFailed": _alarm("run-failed", "A refresh failed.", "AWS/States", "ExecutionsFailed", of_the_machine),
        "RunTimedOut": _alarm(
            "run-timed-out", "A refresh took too long.", "AWS/States", "ExecutionsTimedOut", of_the_machine
        ),
        "TickLost": _alarm(
            "tick-lost",
            "The schedule could not start a refresh.",
            "AWS/SQS",
            "ApproximateNumberOfMessagesVisible",
            {"QueueName": {"Fn::GetAtt": ["LostTicks", "QueueName"]}},
            condition="WithSchedule",
        ),
        "NoSuccess": _no_success(),
        **_daily_look(),
    }


def _alarm(
    name: str, what: str, namespace: str, metric: str, dimensions: Json, condition: str | None = None, **more: Any
) -> Json:
    """An alarm that goes off with the first of what it counts in five minutes."""
    return tagged(
        "AWS::CloudWatch::Alarm",
        condition,
        AlarmName=filled(f"{STACK}-{name}"),
        AlarmDescription=what,
        Namespace=namespace,
        MetricName=metric,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        AlarmActions=[ref("Topic")],
        **{
            "Statistic": "Sum",
            "Period": 300,
            "EvaluationPeriods": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Threshold": 1,
            "TreatMissingData": "notBreaching",
            **more,
        },
    )


def _no_success() -> Json:
    """CloudWatch looks back seven days at most, so the hours are counted by the lake, and looked at every day."""
    return _alarm(
        "no-success",
        "No refresh ended well for too long, or nobody could tell.",
        NAMESPACE,
        Metric.HOURS_SINCE_SUCCESS.value,
        {DIMENSION: ref("AWS::StackName")},
        condition="WithSchedule",
        Statistic="Maximum",
        Period=_DAY,
        ComparisonOperator="GreaterThanThreshold",
        Threshold=ref("HoursWithoutSuccess"),
        TreatMissingData="breaching",
        OKActions=[ref("Topic")],
    )


def _daily_look() -> Json:
    """Has `plan` say how many hours it is since the last success."""
    return {
        "DailyLook": tagged(
            "AWS::Events::Rule",
            "WithSchedule",
            Description=filled(f"filmes-lake {STACK}: hours since the last success"),
            State="ENABLED",
            ScheduleExpression="rate(1 day)",
            Targets=[{"Id": "plan", "Arn": arn("PlanFunction"), "Input": "{}"}],
        ),
        "DailyLookMay": resource(
            "AWS::Lambda::Permission",
            "WithSchedule",
            Action="lambda:InvokeFunction",
            FunctionName=ref("PlanFunction"),
            Principal="events.amazonaws.com",
            SourceArn=arn("DailyLook"),
        ),
    }


def budget() -> Json:
    """Of the whole account: of tags AWS counts only those that somebody has activated in Billing."""
    told = [{"SubscriptionType": "SNS", "Address": ref("Topic")}]
    notices = [
        {"Notification": _notice(kind, percent), "Subscribers": told}
        for kind, percent in (("ACTUAL", 80), ("FORECASTED", 100))
    ]
    limit = {
        "BudgetName": ref("AWS::StackName"),
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": ref("Budget"), "Unit": "USD"},
    }
    return {
        "Spending": resource(
            "AWS::Budgets::Budget",
            "WithBudget",
            Budget=limit,
            NotificationsWithSubscribers=notices,
            ResourceTags=OF_THE_STACK,
        )
    }


def _notice(kind: str, percent: int) -> Json:
    return {
        "NotificationType": kind,
        "ComparisonOperator": "GREATER_THAN",
        "Threshold": percent,
        "ThresholdType": "PERCENTAGE",
    }


def dashboard() -> Json:
    """Six widgets, in two columns."""
    body = json.dumps({"widgets": list(map(_placed, range(6), _widgets()))}, separators=(",", ":"))
    return {
        "Overview": tagged(
            "AWS::CloudWatch::Dashboard",
            "WithDashboard",
            DashboardName=ref("AWS::StackName"),
            DashboardBody=filled(body),
        )
    }


def _placed(number: int, widget: Json) -> Json:
    return {**widget, "x": number % 2 * 12, "y": number // 2 * 6, "width": 12, "height": 6}


def _widgets() -> list[Json]:
    machine = ("StateMachineArn", "${Machine}")
    ended = [["AWS/States", f"Executions{how}", *machine] for how in ("Succeeded", "Failed", "TimedOut")]
    names = [function_name(name) for name in FUNCTIONS]
    return [
        _metrics("Refreshes", "Sum", ended),
        _metrics("Hours since the last success", "Maximum", _own(Metric.HOURS_SINCE_SUCCESS)),
        _metrics("Rows rejected, titles that failed", "Maximum", _own(Metric.ROWS_REJECTED, Metric.TITLES_FAILED)),
        _metrics("Seconds of making the tables", "Maximum", _own(Metric.SECONDS)),
        _metrics(
            "Milliseconds of the functions", "Maximum", [["AWS/Lambda", "Duration", "FunctionName", n] for n in names]
        ),
        _errors(names),
    ]


def _own(*metrics: Metric) -> list[list[str]]:
    return [[NAMESPACE, metric.value, DIMENSION, STACK] for metric in metrics]


def _metrics(title: str, statistic: str, metrics: list[list[str]]) -> Json:
    shown = {"title": title, "region": "${AWS::Region}", "view": "timeSeries", "stat": statistic, "period": 3600}
    return {"type": "metric", "properties": {**shown, "metrics": metrics}}


def _errors(functions: list[str]) -> Json:
    sources = " | ".join(f"SOURCE '/aws/lambda/{name}'" for name in functions)
    query = f"{sources} | fields @timestamp, message, hint | filter level = 'ERROR' | sort @timestamp desc | limit 20"
    shown = {"title": "Errors of the functions", "region": "${AWS::Region}", "view": "table", "query": query}
    return {"type": "log", "properties": shown}
