"""versitygw, a server of S3 over a folder."""

from pathlib import Path

from tests.fakes.go_program import built

VERSION = "v1.8.0"


def installed() -> Path:
    """The program; see `built`."""
    return built("versitygw", "github.com/versity/versitygw/cmd/versitygw", VERSION, "FILMES_LAKE_VERSITYGW")
