"""States Language as far as the machine of a stack uses it: what AWS executes, executed here, without its retries."""

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]
Call = Callable[[str, Json], Any]
"""Does a task, by its resource and its parameters; TaskFailed where that fails."""


class TaskFailed(Exception):
    """An error as AWS names it, and its cause."""

    def __init__(self, error: str, cause: str) -> None:
        super().__init__(error)
        self.error, self.cause = error, cause


class Execution:
    """An execution of a definition: its status, and its history as GetExecutionHistory tells it."""

    def __init__(self, definition: Mapping[str, Any], arn: str, call: Call) -> None:
        self.arn, self.status, self.started, self.stopped = arn, "RUNNING", time.time(), 0.0
        self.events: list[Json] = []
        self._states, self._start, self._call = definition["States"], definition["StartAt"], call

    def run(self, data: Any) -> None:
        """Go from the first state to the last."""
        name: str | None = self._start
        kind = ""
        while name:
            state = self._states[name]
            kind = state["Type"]
            self._tell(f"{state['Type']}StateEntered", "stateEnteredEventDetails", name=name, input=json.dumps(data))
            data, following = self._enter(state, data)
            self._tell(f"{state['Type']}StateExited", "stateExitedEventDetails", name=name, output=json.dumps(data))
            name = following
        self.stopped = time.time()
        self.status = {"Succeed": "SUCCEEDED", "Fail": "FAILED"}[kind]

    def _enter(self, state: Json, data: Any) -> tuple[Any, str | None]:
        if state["Type"] == "Choice":
            chosen = (rule["Next"] for rule in state["Choices"] if self._holds(rule, data))
            return data, next(chosen, state["Default"])
        if state["Type"] == "Pass":
            return _put(data, state["ResultPath"], self._filled(state["Parameters"], data)), state["Next"]
        return self._do(state, data) if state["Type"] == "Task" else (data, None)

    def _do(self, state: Json, data: Any) -> tuple[Any, str]:
        try:
            result = self._call(state["Resource"], self._filled(state["Parameters"], data))
        except TaskFailed as failed:
            self._tell("TaskFailed", "taskFailedEventDetails", error=failed.error, cause=failed.cause)
            (caught,) = state["Catch"]
            return _put(data, caught["ResultPath"], {"Error": failed.error, "Cause": failed.cause}), caught["Next"]
        self._tell("TaskSucceeded", "taskSucceededEventDetails", output=json.dumps(result))
        chosen = self._filled(state["ResultSelector"], result) if "ResultSelector" in state else result
        return _put(data, state["ResultPath"], chosen), state["Next"]

    def _holds(self, rule: Json, data: Any) -> bool:
        if "And" in rule:
            return all(self._holds(each, data) for each in rule["And"])
        found = self._at(rule["Variable"], data)
        if "IsPresent" in rule:
            return (found is not _ABSENT) is rule["IsPresent"]
        if "NumericGreaterThan" in rule:
            return bool(found > rule["NumericGreaterThan"])
        return bool(found == next(value for key, value in rule.items() if key.endswith("Equals")))

    def _filled(self, template: Any, data: Any) -> Any:
        if not isinstance(template, Mapping):
            return template
        return {
            key.removesuffix(".$"): self._computed(value, data) if key.endswith(".$") else self._filled(value, data)
            for key, value in template.items()
        }

    def _computed(self, text: str, data: Any) -> Any:
        if formatted := re.fullmatch(r"States\.Format\('(.*)', (.*)\)", text, re.DOTALL):
            given = (str(self._required(path, data)) for path in formatted[2].split(", "))
            return formatted[1].format(*given)
        return self._required(text, data)

    def _required(self, path: str, data: Any) -> Any:
        found = self._at(path, data)
        assert found is not _ABSENT, f"{path}: not in {data}"
        return found

    def _at(self, path: str, data: Any) -> Any:
        execution = {"Id": self.arn, "Name": self.arn.rpartition(":")[2]}
        root, names = ({"Execution": execution}, path[3:]) if path.startswith("$$") else (data, path[2:])
        for name in filter(None, names.split(".")):
            if not isinstance(root, Mapping) or name not in root:
                return _ABSENT
            root = root[name]
        return root

    def _tell(self, kind: str, details: str, **told: str) -> None:
        self.events.append({"id": len(self.events) + 1, "type": kind, "timestamp": time.time(), details: told})


_ABSENT = object()


def _put(data: Any, path: str, value: Any) -> Any:
    """The data with the value at the path, which is the whole or a name in it."""
    return value if path == "$" else {**data, path[2:]: value}
