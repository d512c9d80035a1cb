"""The Glue job's arguments, beside those that Glue adds."""

from itertools import chain

import pytest

from filmes_lake.entrypoints.glue_job import read_options
from filmes_lake.errors import UsageError
from filmes_lake.jobs.definition import run_arguments
from filmes_lake.models.kinds import Target

GLUES_OWN = ("--job-bookmark-option", "job-bookmark-disable", "--enable-metrics", "true", "--JOB_RUN_ID", "jr_1")
NEEDED = ("--JOB_NAME", "films", "--LAKE_URI", "s3://bucket/films")


def test_what_was_not_given_is_left_out() -> None:
    found = read_options(["glue_job.py", *GLUES_OWN, *NEEDED])

    assert found == {"JOB_NAME": "films", "LAKE_URI": "s3://bucket/films"}


@pytest.mark.parametrize("given", [("--LAYER", "trusted", "--RUN_ID", "x"), ("--LAYER=trusted", "--RUN_ID=x")])
def test_an_argument_may_be_two_words_or_one(given: tuple[str, ...]) -> None:
    found = read_options(["glue_job.py", *NEEDED, *given])

    assert (found["LAYER"], found["RUN_ID"]) == ("trusted", "x")


def test_the_arguments_of_a_run_are_the_jobs_own() -> None:
    given = run_arguments("s3://bucket/films", Target.TRUSTED, "x", strict=False, force=True)

    found = read_options(["glue_job.py", "--JOB_NAME", "films", *chain.from_iterable(given.items())])

    assert found == {"JOB_NAME": "films", **{name.removeprefix("--"): value for name, value in given.items()}}


def test_a_missing_argument_is_named() -> None:
    with pytest.raises(UsageError, match="LAKE_URI"):
        read_options(["glue_job.py", "--JOB_NAME", "films"])
