"""The Glue job's arguments, beside those that Glue adds."""

import json
from itertools import chain

import pytest

from filmes_lake.entrypoints.glue_job import read_options
from filmes_lake.errors import UsageError
from filmes_lake.jobs.definition import run_arguments
from filmes_lake.models.kinds import Target
from filmes_lake.runtime import Runtime

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


def test_a_choice_of_imdbs_titles_that_is_not_the_default_goes_with_the_run() -> None:
    given = run_arguments("s3://b/l", Target.ALL, "x", force=False, strict=False, imdb='{"min_votes":100}')
    options = read_options(["job", "--JOB_NAME", "j", *chain(*given.items())])

    assert options["IMDB"] == '{"min_votes":100}'
    assert "--IMDB" not in run_arguments("s3://b/l", Target.ALL, "x", force=False, strict=False)
    settings = Runtime.from_flags(lake="lake", imdb=json.loads(options["IMDB"])).settings
    assert (settings.imdb.min_votes, len(settings.imdb.types)) == (100, 4)  # type: ignore[attr-defined]
