"""Deploying: what the two stacks would become, and making them so: first the data, then the code, then the rest."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from filmes_lake.deploy.account import Account
from filmes_lake.deploy.architecture import Architecture
from filmes_lake.deploy.code import Code, upload
from filmes_lake.deploy.costs import Costs, costs_of
from filmes_lake.deploy.kept import kept
from filmes_lake.deploy.package import CodeFile
from filmes_lake.deploy.permissions import Permission, permissions
from filmes_lake.deploy.stacks import Change, ChangeSet, Report, ResourceChange, Stack, Stacks, Wanted
from filmes_lake.deploy.templates import TemplateName, template
from filmes_lake.deploy.wishes import StackName, Wishes, left_out, usual_bucket, usual_database, without_outputs
from filmes_lake.errors import FilmesLakeError
from filmes_lake.lake.lake import utc_now
from filmes_lake.progress import Progress

Wanting = Callable[[], Wanted]

_ROLE = "AWS::IAM::Role"
_WITH_DATA = frozenset({"AWS::S3::Bucket", "AWS::Glue::Database"})
_LOSING = frozenset({Change.REPLACE, Change.MAY_REPLACE, Change.REMOVE, Change.LET_GO})


@dataclass(frozen=True)
class StackPlan:
    """What becomes of a stack; `anew` says that it is deleted first, since its first creation failed."""

    name: str
    action: str
    anew: bool
    changes: tuple[ResourceChange, ...]


@dataclass(frozen=True)
class Plan:
    """What `apply` would do, what that allows, costs, and leaves out. `endangered` hold data, and were not named."""

    stacks: tuple[StackPlan, ...]
    parameters: Mapping[str, str]
    endangered: tuple[ResourceChange, ...]
    permissions: tuple[Permission, ...]
    left_out: tuple[str, ...]
    costs: Costs

    @property
    def lake(self) -> str:
        """The lake's address."""
        return f"s3://{self.parameters['Bucket']}/{self.parameters['Prefix']}"

    @property
    def is_nothing(self) -> bool:
        """Whether all is as wanted."""
        return not any(stack.changes for stack in self.stacks)


@dataclass(frozen=True)
class Applied:
    """What was done: the plan, and the files that were uploaded."""

    plan: Plan
    uploaded: tuple[str, ...]


@dataclass(frozen=True)
class Deployment:
    """A stack in an account, with what is asked of it and the code that it runs."""

    account: Account
    stack: StackName
    wishes: Wishes
    code: Code
    today: date = field(default_factory=lambda: utc_now().date())

    def plan(self, progress: Progress) -> Plan:
        """Look at what would change, and leave nothing behind."""
        values = self._values(progress)
        data, compute = self._planned(self._data(), progress), self._planned(self._compute(values), progress)
        changes = (*data.changes, *compute.changes)
        roles = {change.name for change in changes if change.type == _ROLE and change.change is not Change.REMOVE}
        return Plan(
            (data, compute),
            values.parameters,
            tuple(self._endangered(changes)),
            tuple(permissions(template(TemplateName.COMPUTE), frozenset(roles), self._known(values.parameters))),
            tuple(left_out(values.parameters)),
            costs_of(self.account.region, values.parameters),
        )

    def apply(self, plan: Plan, report: Report, progress: Progress) -> Applied:
        """Make it so; StackFailed names the first resource that failed, another error what holds data and would go."""
        self.check(plan)
        if self._made(self._data, report, progress).imports:
            self._made(self._data, report, progress)
        self._protect()
        values = self._values(progress)
        progress.step("uploading the functions")
        bucket, prefix = values.parameters["CodeBucket"], values.parameters["Prefix"]
        uploaded = upload(self.account.s3, bucket, prefix, values.code)
        self._made(lambda: self._compute(values), report, progress)
        return Applied(plan, tuple(uploaded))

    def check(self, plan: Plan) -> None:
        """FilmesLakeError where something that holds data would go."""
        for change in plan.endangered:
            raise _endangered(change)

    def _known(self, parameters: Mapping[str, str]) -> dict[str, str]:
        """What a policy names: parameters, and the stack."""
        return {**parameters, "AWS::StackName": self.stack.compute}

    @property
    def _stacks(self) -> Stacks:
        return Stacks(self.account)

    def _data(self) -> Wanted:
        """The data stack; at first one that takes up what is there, if anything is."""
        of, found = template(TemplateName.DATA), self._stacks.updatable(self.stack.data)
        usual = {
            "Database": usual_database(self.stack),
            # Who names the bucket need not be asked who he is.
            **({} if self._names_bucket(found) else {"Bucket": self._usual_bucket()}),
        }
        values = self.wishes.values(of.name, found.parameters if found else {}, usual)
        wanted = Wanted(self.stack.data, of.body, values)
        if found is None and (there := tuple(kept(self.account, values))):
            imported = without_outputs(of, frozenset(thing.name for thing in there))
            return replace(wanted, body=json.dumps(imported, separators=(",", ":")), imports=there)
        return wanted

    def _compute(self, values: "_Values") -> Wanted:
        return Wanted(self.stack.compute, template(TemplateName.COMPUTE).body, values.parameters)

    def _values(self, progress: Progress) -> "_Values":
        """The compute stack's parameters, and the code that they name."""
        data, found = self._data().parameters, self._stacks.updatable(self.stack.compute)
        own = {name: data[name] for name in ("Bucket", "Database", "Key")}
        usual = {**own, "CodeBucket": data["Bucket"], "IngestKey": "-", "TransformKey": "-"}
        present = {**(found.parameters if found else {}), **own}
        asked = self.wishes.watched(present, self.today).values(TemplateName.COMPUTE, present, usual)
        progress.step("packing the functions")
        code = tuple(self.code(Architecture(asked["Architecture"]), asked["Engine"] != "lambda"))
        return _Values({**asked, **{file.parameter: f"{asked['Prefix']}/{file.key}" for file in code}}, code)

    def _planned(self, wanted: Wanted, progress: Progress) -> StackPlan:
        progress.step(f"looking at stack {wanted.name}")
        found = self._stacks.find(wanted.name)
        anew = bool(found and found.failed_at_first)
        # A stack whose creation failed takes no change set: one of another name shows the same.
        shown = replace(wanted, name=f"{wanted.name}-plan-{uuid.uuid4().hex[:8]}") if anew else wanted
        with self._stacks.prepared(shown) as change_set:
            return StackPlan(wanted.name, _action(change_set), anew, change_set.changes)

    def _made(self, wanting: Wanting, report: Report, progress: Progress) -> Wanted:
        """Make a stack as it is wanted, from the beginning where its first creation failed."""
        wanted = wanting()
        found = self._stacks.find(wanted.name)
        if found and found.failed_at_first:
            progress.step(f"deleting what is left of stack {wanted.name}")
            self._stacks.delete(wanted.name, report)
            wanted = wanting()
        progress.step(f"making stack {wanted.name}")
        with self._stacks.prepared(wanted) as change_set:
            for change in self._endangered(change_set.changes):
                raise _endangered(change)
            if change_set.changes:
                self._stacks.execute(change_set, report)
        return wanted

    def _protect(self) -> None:
        found = self._stacks.find(self.stack.data)
        if found and not found.protected:
            self._stacks.protect(self.stack.data, on=True)

    def _endangered(self, changes: tuple[ResourceChange, ...]) -> Iterator[ResourceChange]:
        for change in changes:
            if change.change in _LOSING and change.type in _WITH_DATA and change.name not in self.wishes.replaceable:
                yield change

    def _names_bucket(self, found: Stack | None) -> bool:
        return "Bucket" in self.wishes.given or bool(found and "Bucket" in found.parameters)

    def _usual_bucket(self) -> str:
        return usual_bucket(self.stack, self.account.number, self.account.region)


@dataclass(frozen=True)
class _Values:
    parameters: Mapping[str, str]
    code: tuple[CodeFile, ...]


def _action(change_set: ChangeSet) -> str:
    return change_set.kind.lower() if change_set.changes else "none"


def _endangered(change: ResourceChange) -> FilmesLakeError:
    why = f" ({', '.join(change.properties)})" if change.properties else ""
    return FilmesLakeError(
        f"{change.name} holds data, and this would {change.change.value} it{why}",
        f"undo that wish; or name it, with --replace {change.name}",
    )
