"""The compute template as a whole."""

import json

from tools.compute_stack import functions, refreshing, watching
from tools.compute_stack.functions import FUNCTIONS, TOKEN
from tools.compute_stack.intrinsics import Json, arn, filled, ref
from tools.compute_stack.parameters import conditions, mappings, parameters, rules


def compute_text() -> str:
    """The file's text."""
    return json.dumps(compute_template(), indent=1) + "\n"


def compute_template() -> Json:
    """What refreshes a lake and watches it."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "filmes-lake, compute: what refreshes a lake and watches it. It holds no data.",
        "Parameters": parameters(),
        "Rules": rules(),
        "Mappings": mappings(),
        "Conditions": conditions(),
        "Resources": {
            **functions.roles(),
            **functions.functions(),
            **refreshing.machine(),
            **refreshing.job(),
            **refreshing.schedule(),
            **watching.workgroup(),
            **watching.topic(),
            **watching.alarms(),
            **watching.budget(),
            **watching.dashboard(),
        },
        "Outputs": _outputs(),
    }


def _outputs() -> Json:
    return {
        "Machine": _output("The state machine's ARN.", ref("Machine")),
        **{
            f"{name}Function": _output(f"The name of the function {name.lower()}.", ref(f"{name}Function"))
            for name in FUNCTIONS
        },
        "Topic": _output("The topic that hears of failures and alarms, its ARN.", ref("Topic")),
        "Workgroup": _output("Athena's workgroup.", ref("Workgroup")),
        "TokenParameter": _output("The SSM parameter of TMDB's token.", filled(TOKEN)),
        "Job": _output("The Glue job's name.", ref("Job"), "WithGlue"),
        "LostTicks": _output("The queue of ticks that found no machine, its ARN.", arn("LostTicks"), "WithSchedule"),
        "Dashboard": _output("The dashboard's name.", ref("Overview"), "WithDashboard"),
    }


def _output(what: str, value: Json, condition: str | None = None) -> Json:
    return {"Description": what, **({"Condition": condition} if condition else {}), "Value": value}
