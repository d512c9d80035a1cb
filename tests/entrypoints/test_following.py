"""A job of Glue says in its log what the catalog did, and fails over nothing that the catalog does."""

import logging

import pytest

from filmes_lake.catalog.registration import Registered
from filmes_lake.entrypoints.logged import log_followed
from filmes_lake.errors import LakeError
from filmes_lake.log import logger
from filmes_lake.workflows.publish import Followed
from tests.fakes.catalog import FakeCatalog


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger.name)
    return caplog


def test_the_tables_that_moved_are_counted(logged: pytest.LogCaptureFixture) -> None:
    tables = (Registered("titulos", "v2", "updated"), Registered("creditos", "v2", "unchanged"))

    log_followed(FakeCatalog(), Followed(tables))

    assert logged.messages == ["a catalog in memory: 1 tables show the current version now"]


def test_a_catalog_that_lags_behind_is_a_warning(logged: pytest.LogCaptureFixture) -> None:
    log_followed(FakeCatalog(), Followed(error=LakeError("Glue refuses")))

    assert [(record.levelname, record.message) for record in logged.records] == [
        ("WARNING", "the catalog lags behind: Glue refuses")
    ]


def test_nothing_is_said_where_nothing_moved(logged: pytest.LogCaptureFixture) -> None:
    log_followed(FakeCatalog(), Followed())

    assert logged.messages == []
