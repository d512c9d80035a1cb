"""Stacks on moto's CloudFormation: what would change, what is left of a plan, what is said of what failed."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from filmes_lake.deploy.account import Account
from filmes_lake.deploy.stacks import Change, Event, Import, StackFailed, StackLeft, Stacks, Wanted
from filmes_lake.errors import FilmesLakeError
from tests.fakes.aws import ACCOUNT
from tests.fakes.cloudformation import CloudFormation
from tests.fakes.proxy import Proxy

pytest_plugins = ("tests.on_aws",)

TOPIC = {"Type": "AWS::SNS::Topic"}
BUCKET = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": {"BucketName": {"Ref": "Bucket"}}}


def body(**resources: Any) -> str:
    return json.dumps({"Parameters": {"Bucket": {"Type": "String", "Default": "-"}}, "Resources": resources})


@pytest.fixture
def cloudformation(proxy: Proxy) -> CloudFormation:
    return CloudFormation(proxy)


@pytest.fixture
def stacks(cloudformation: CloudFormation) -> Iterator[Stacks]:
    account = Account("us-east-1")
    yield Stacks(account)
    account.close()


@pytest.fixture
def films(request: pytest.FixtureRequest) -> Wanted:
    return Wanted("made-" + "".join(filter(str.isalnum, request.node.name))[-40:], body(Failures=TOPIC))


def apply(stacks: Stacks, wanted: Wanted) -> list[Event]:
    events: list[Event] = []
    with stacks.prepared(wanted) as change_set:
        stacks.execute(change_set, events.append)
    return events


def changes(stacks: Stacks, wanted: Wanted) -> dict[str, Change]:
    with stacks.prepared(wanted) as change_set:
        return {change.name: change.change for change in change_set.changes}


@pytest.mark.slow
def test_what_is_only_prepared_leaves_no_stack(stacks: Stacks, films: Wanted) -> None:
    assert changes(stacks, films) == {"Failures": Change.ADD}
    assert stacks.find(films.name) is None


def test_ctrl_c_leaves_no_stack_either(stacks: Stacks, films: Wanted) -> None:
    with suppress(KeyboardInterrupt), stacks.prepared(films):
        raise KeyboardInterrupt

    assert stacks.find(films.name) is None


def test_who_waits_no_longer_is_told_that_it_goes_on(stacks: Stacks, films: Wanted) -> None:
    def leave(_: Event) -> None:
        raise KeyboardInterrupt

    with (
        pytest.raises(StackLeft, match=f"CloudFormation goes on with stack {films.name}"),
        stacks.prepared(films) as made,
    ):
        stacks.execute(made, leave)

    found = stacks.find(films.name)
    assert found
    assert found.is_made


def test_a_stack_is_made_and_its_events_are_told(stacks: Stacks, films: Wanted) -> None:
    events = apply(stacks, films)

    assert [event.status for event in events][-1] == "CREATE_COMPLETE"
    found = stacks.find(films.name)
    assert found
    assert found.is_made


def test_nothing_to_change_is_no_change(stacks: Stacks, films: Wanted) -> None:
    apply(stacks, films)

    assert changes(stacks, films) == {}


def test_a_prepared_change_of_a_stack_leaves_the_stack(stacks: Stacks, films: Wanted) -> None:
    apply(stacks, films)

    assert changes(stacks, replace(films, body=body(Others=TOPIC))) == {"Failures": Change.REMOVE, "Others": Change.ADD}
    assert list(stacks.resources(films.name)) == ["Failures"]


def test_a_replacement_is_called_one(stacks: Stacks, films: Wanted, cloudformation: CloudFormation) -> None:
    apply(stacks, films)
    cloudformation.replaced.add("Failures")
    named = {**TOPIC, "Properties": {"TopicName": "other"}}

    assert changes(stacks, replace(films, body=body(Failures=named))) == {"Failures": Change.REPLACE}


def test_the_first_resource_that_failed_is_named(stacks: Stacks, films: Wanted, cloudformation: CloudFormation) -> None:
    cloudformation.failing = {
        "Failures": f"User: arn:aws:iam::{ACCOUNT}:user/x is not authorized to perform: iam:CreateRole"
    }
    with pytest.raises(StackFailed) as failed:
        apply(stacks, films)

    assert "Failures (AWS::IAM::Role) failed: User: arn:aws:iam::***:user/x is not authorized" in failed.value.message
    assert "--role-arn" in str(failed.value.hint)


def test_a_stack_whose_creation_failed_is_deleted_and_made_anew(
    stacks: Stacks, films: Wanted, cloudformation: CloudFormation
) -> None:
    cloudformation.failing = {"Failures": "no"}
    with pytest.raises(StackFailed):
        apply(stacks, films)
    found = stacks.find(films.name)
    assert found
    assert found.failed_at_first
    cloudformation.failing.clear()

    stacks.delete(films.name, lambda _: None)

    assert apply(stacks, films)[-1].status == "CREATE_COMPLETE"


def test_a_kept_bucket_is_taken_up(stacks: Stacks, films: Wanted) -> None:
    wanted = replace(films, body=body(Lake=BUCKET), parameters={"Bucket": "bucket-of-no-stack"})
    apply(stacks, wanted)
    stacks.delete(wanted.name, lambda _: None)

    taken = replace(wanted, imports=(Import("Lake", "AWS::S3::Bucket", {"BucketName": "bucket-of-no-stack"}),))
    assert changes(stacks, taken) == {"Lake": Change.IMPORT}
    apply(stacks, taken)

    assert stacks.resources(wanted.name) == {"Lake": ("AWS::S3::Bucket", "bucket-of-no-stack")}


def test_a_protected_stack_is_not_deleted(stacks: Stacks, films: Wanted) -> None:
    apply(stacks, films)
    stacks.protect(films.name, on=True)
    found = stacks.find(films.name)
    assert found
    assert found.protected

    with pytest.raises(FilmesLakeError):
        stacks.delete(films.name, lambda _: None)
    stacks.protect(films.name, on=False)
    stacks.delete(films.name, lambda _: None)

    assert stacks.find(films.name) is None
