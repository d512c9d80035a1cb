"""CloudFormation's stacks: what a template would change, the change itself, and what came of it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, islice, repeat, takewhile
from time import sleep
from typing import Any

from filmes_lake.aws.errors import calling, code_of, without_secrets
from filmes_lake.deploy.account import CLOUDFORMATION, Account
from filmes_lake.deploy.remedies import remedy
from filmes_lake.errors import EXIT_INTERRUPTED, FilmesLakeError, LakeError
from filmes_lake.interruption import held_back

# A look costs nothing, but a region allows few of them a second.
_PAUSES = (0.2, 0.5, 1.0)
_PAUSE_SECONDS = 3.0
_LOOKS = 20
# There is no code for it: a change set fails with one of these, or is refused with the last.
_UNCHANGED = ("didn't contain changes", "No updates are to be performed")
# A stack as a resource of itself.
_STACK = "AWS::CloudFormation::Stack"
# What CloudFormation says of the resources that it gave up for the one that failed.
_GIVEN_UP = ("Resource creation cancelled", "Resource update cancelled")


class Change(StrEnum):
    """What becomes of a resource."""

    ADD = "add"
    IMPORT = "import"
    MODIFY = "modify"
    REPLACE = "replace"
    MAY_REPLACE = "may replace"
    REMOVE = "remove"
    LET_GO = "let go"


@dataclass(frozen=True)
class ResourceChange:
    """A resource by its name in the template, what becomes of it, and which of its properties are the reason."""

    change: Change
    name: str
    type: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stack:
    """A stack as it stands."""

    name: str
    id: str
    status: str
    parameters: Mapping[str, str]
    protected: bool

    @property
    def is_made(self) -> bool:
        """Whether it can be updated: it is more than a plan, and its first creation did not fail."""
        return self.status != "REVIEW_IN_PROGRESS" and not self.failed_at_first

    @property
    def failed_at_first(self) -> bool:
        """Whether its creation failed, so that it can only be deleted; an import is one too."""
        went_back = {f"{begin}ROLLBACK_{end}" for begin in ("", "IMPORT_") for end in ("COMPLETE", "FAILED")}
        return self.status in went_back | {"CREATE_FAILED"}


@dataclass(frozen=True)
class Wanted:
    """What a stack is to be: template, parameters, and which things that are there already it takes up.

    `imports` names each by its resource's name in the template, with its type and what identifies it.
    """

    name: str
    body: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    imports: tuple["Import", ...] = ()


@dataclass(frozen=True)
class Import:
    """A thing that is there already, and the resource that it becomes."""

    name: str
    type: str
    identifier: Mapping[str, str]


@dataclass(frozen=True)
class Event:
    """What CloudFormation says of a resource, or of the stack itself."""

    id: str
    name: str
    type: str
    status: str
    reason: str
    of_stack: bool

    @property
    def failed(self) -> bool:
        """Whether this resource is what went wrong."""
        return self.status.endswith("_FAILED") and not self.of_stack and not self.reason.startswith(_GIVEN_UP)


Report = Callable[[Event], None]


@dataclass
class ChangeSet:
    """What would change; none where nothing would. It is gone with the block in which it was prepared."""

    stack: str
    name: str
    kind: str
    changes: tuple[ResourceChange, ...] = ()
    made: bool = False
    executed: bool = False


class StackFailed(FilmesLakeError):
    """CloudFormation could not make a stack as wanted; the message names the first resource that failed, and why."""


class StackLeft(FilmesLakeError):
    """Whoever waited for CloudFormation waits no longer; it goes on."""

    exit_code = EXIT_INTERRUPTED
    code = "interrupted"


class Stacks:
    """The stacks of an account in one region."""

    def __init__(self, account: Account) -> None:
        self._client, self._region = account.cloudformation, account.region

    def find(self, name: str) -> Stack | None:
        """The stack of this name or id, if there is one; one that was deleted is found by its id alone."""
        with self._calling(name):
            try:
                return _stack(self._client.describe_stacks(StackName=name)["Stacks"][0])
            except self._client.exceptions.ClientError as error:
                if "does not exist" in _message(error):
                    return None
                raise

    def updatable(self, name: str) -> Stack | None:
        """The stack, if it can be updated; an error where somebody else changes it, or where it needs a hand first."""
        found = self.find(name)
        if found and found.status.endswith("_IN_PROGRESS") and found.status != "REVIEW_IN_PROGRESS":
            raise LakeError(f"{self._where(name)}: it is being changed ({found.status})", "wait, and run it again")
        if found and found.status == "UPDATE_ROLLBACK_FAILED":
            resume = f"aws cloudformation continue-update-rollback --stack-name {name} --region {self._region}"
            raise LakeError(f"{self._where(name)}: it could not go back ({found.status})", f"run: {resume}")
        if found and found.status == "DELETE_FAILED":
            raise LakeError(
                f"{self._where(name)}: it was deleted in part ({found.status})", "run: filmes-lake deploy destroy"
            )
        return found if found and found.is_made else None

    @contextmanager
    def prepared(self, wanted: Wanted) -> Iterator[ChangeSet]:
        """What would change; unless it was executed, nothing is left of it afterwards, nor of a stack made for it."""
        is_new = self.updatable(wanted.name) is None
        kind = "IMPORT" if wanted.imports else "CREATE" if is_new else "UPDATE"
        change_set = ChangeSet(wanted.name, f"filmes-lake-{uuid.uuid4().hex}", kind)
        try:
            change_set.changes = self._changes(wanted, change_set)
            yield change_set
        finally:
            if not change_set.executed:
                with held_back():
                    self._discard(change_set, is_new=is_new)

    def execute(self, change_set: ChangeSet, report: Report) -> Stack:
        """Make the changes, tell every event, and give the stack as it is then; StackFailed where it is not so."""
        stack = self._require(change_set.stack)
        last = next(self._events(stack.id)).id
        with held_back(), self._calling(change_set.stack):
            self._client.execute_change_set(StackName=stack.id, ChangeSetName=change_set.name)
            change_set.executed = True
        self._watch(stack, last, report)
        return self._require(stack.id)

    def delete(self, name: str, report: Report) -> None:
        """Delete a stack and what it does not keep; StackFailed where something stays that should not."""
        stack = self._require(name)
        last = next(self._events(stack.id)).id
        with self._calling(name):
            self._client.delete_stack(StackName=stack.id)
        self._watch(stack, last, report)

    def protect(self, name: str, *, on: bool) -> None:
        """Let a stack be deleted, or not."""
        with self._calling(name):
            self._client.update_termination_protection(StackName=name, EnableTerminationProtection=on)

    def resources(self, name: str) -> dict[str, tuple[str, str]]:
        """The stack's resources by their names in the template: type, and what AWS calls it."""
        with self._calling(name):
            pages = self._client.get_paginator("list_stack_resources").paginate(StackName=name)
            found = [resource for page in pages for resource in page["StackResourceSummaries"]]
        return {
            resource["LogicalResourceId"]: (resource["ResourceType"], resource.get("PhysicalResourceId", ""))
            for resource in found
        }

    def _changes(self, wanted: Wanted, change_set: ChangeSet) -> tuple[ResourceChange, ...]:
        try:
            # Whether it was made must be known, for it to be deleted.
            with held_back(), self._calling(wanted.name):
                self._create(wanted, change_set)
                change_set.made = True
            return tuple(map(_change, self._described(change_set)))
        except _Unchanged:
            return ()

    def _create(self, wanted: Wanted, change_set: ChangeSet) -> None:
        imports = [
            {"ResourceType": of.type, "LogicalResourceId": of.name, "ResourceIdentifier": dict(of.identifier)}
            for of in wanted.imports
        ]
        try:
            self._client.create_change_set(
                StackName=wanted.name,
                ChangeSetName=change_set.name,
                ChangeSetType=change_set.kind,
                TemplateBody=wanted.body,
                Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in wanted.parameters.items()],
                Capabilities=["CAPABILITY_IAM"],
                **({"ResourcesToImport": imports} if imports else {}),
            )
        except self._client.exceptions.ClientError as error:
            if code_of(error) == "ValidationError":
                raise self._refusal(wanted.name, _message(error)) from None
            raise

    def _described(self, change_set: ChangeSet) -> list[dict[str, Any]]:
        asked = {"StackName": change_set.stack, "ChangeSetName": change_set.name}
        pauses = chain(_PAUSES, repeat(_PAUSE_SECONDS))
        with self._calling(change_set.stack):
            while (found := self._client.describe_change_set(**asked))["Status"].endswith(("_PENDING", "_PROGRESS")):
                sleep(next(pauses))
            if found["Status"] == "FAILED":
                raise self._refusal(change_set.stack, found.get("StatusReason", ""))
            pages = self._client.get_paginator("describe_change_set").paginate(**asked)
            return [change["ResourceChange"] for page in pages for change in page.get("Changes", ())]

    def _refusal(self, name: str, reason: str) -> Exception:
        if any(said in reason for said in _UNCHANGED):
            return _Unchanged()
        return FilmesLakeError(f"{self._where(name)}: CloudFormation rejects it: {_said(reason)}", remedy("", reason))

    def _discard(self, change_set: ChangeSet, *, is_new: bool) -> None:
        """Delete the change set, and the stack too where it is but a place for change sets."""
        found = self.find(change_set.stack)
        if found is None:
            return
        with self._calling(change_set.stack):
            if is_new and found.status == "REVIEW_IN_PROGRESS":
                self._client.delete_stack(StackName=found.id)
                self._wait_for_end(found.id)
            elif change_set.made:
                self._client.delete_change_set(StackName=found.id, ChangeSetName=change_set.name)

    def _wait_for_end(self, stack_id: str) -> None:
        """Wait until a stack without resources is gone, so that the next one of its name finds none."""
        for pause in islice(chain(_PAUSES, repeat(_PAUSE_SECONDS)), _LOOKS):
            found = self.find(stack_id)
            if found is None or found.status == "DELETE_COMPLETE":
                return
            sleep(pause)

    def _watch(self, stack: Stack, last: str, report: Report) -> None:
        """Tell the events after `last` until the stack itself has come to an end."""
        try:
            self._check(stack, *self._ended(stack, last, report))
        except KeyboardInterrupt:
            raise StackLeft(
                f"interrupted: CloudFormation goes on with stack {stack.name}", "see: filmes-lake deploy status"
            ) from None

    def _ended(self, stack: Stack, last: str, report: Report) -> tuple[Event, list[Event]]:
        """The event with which a stack came to an end, and those of resources that failed until then."""
        failed: list[Event] = []
        for pause in chain(_PAUSES, repeat(_PAUSE_SECONDS)):
            for event in self._events_after(last, stack.id):
                last = event.id
                report(event)
                failed += [event] if event.failed else []
                if event.of_stack and not event.status.endswith("_IN_PROGRESS"):
                    return event, failed
            sleep(pause)
        raise AssertionError  # the pauses have no end

    def _check(self, stack: Stack, end: Event, failed: list[Event]) -> None:
        if end.status.endswith("_COMPLETE") and "ROLLBACK" not in end.status:
            return
        what = failed[0] if failed else end
        message = f"stack {stack.name}: {what.name} ({what.type}) failed: {what.reason or 'no reason is given'}"
        raise StackFailed(message, remedy(what.type, what.reason))

    def _events(self, stack_id: str) -> Iterator[Event]:
        """The newest first."""
        with self._calling(stack_id):
            for page in self._client.get_paginator("describe_stack_events").paginate(StackName=stack_id):
                yield from map(_event, page["StackEvents"])

    def _events_after(self, last: str, stack_id: str) -> list[Event]:
        """The oldest first."""
        return list(takewhile(lambda event: event.id != last, self._events(stack_id)))[::-1]

    def _require(self, name: str) -> Stack:
        if found := self.find(name):
            return found
        raise LakeError(f"{self._where(name)}: it is gone", "run the same command again")

    @contextmanager
    def _calling(self, name: str) -> Iterator[None]:
        with calling(CLOUDFORMATION, self._where(name)):
            yield

    def _where(self, name: str) -> str:
        # The id of a stack holds the account: arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/UUID
        return f"stack {name.split('/')[1] if '/' in name else name} in {self._region}"


class _Unchanged(Exception):
    """No error: there is nothing to do."""


def _stack(found: Mapping[str, Any]) -> Stack:
    return Stack(
        name=found["StackName"],
        id=found["StackId"],
        status=found["StackStatus"],
        parameters={of["ParameterKey"]: of.get("ParameterValue", "") for of in found.get("Parameters", ())},
        protected=found.get("EnableTerminationProtection", False),
    )


def _change(found: Mapping[str, Any]) -> ResourceChange:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
    change = {
        "Add": Change.ADD,
        "Import": Change.IMPORT,
        "Remove": Change.LET_GO if found.get("PolicyAction") == "Retain" else Change.REMOVE,
        "Modify": {"True": Change.REPLACE, "Conditional": Change.MAY_REPLACE}.get(
            found.get("Replacement", ""), Change.MODIFY
        ),
    }.get(found["Action"], Change.MAY_REPLACE)
    targets = [detail.get("Target", {}) for detail in found.get("Details", ())]
    properties = dict.fromkeys(target.get("Name") or target.get("Attribute", "") for target in targets)
    return ResourceChange(change, found["LogicalResourceId"], found["ResourceType"], tuple(filter(None, properties)))


def _event(found: Mapping[str, Any]) -> Event:
    return Event(
        id=found["EventId"],
        name=found["LogicalResourceId"],
        type=found["ResourceType"],
        status=found["ResourceStatus"],
        reason=_said(found.get("ResourceStatusReason", "")),
        of_stack=(found["ResourceType"], found.get("PhysicalResourceId")) == (_STACK, found["StackId"]),
    )


def _message(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Message", ""))


def _said(reason: str) -> str:
    return without_secrets(" ".join(reason.split()))
