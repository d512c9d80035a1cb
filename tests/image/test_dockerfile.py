"""What can be seen in the Dockerfile without building it."""

from filmes_lake import __version__
from tests.program import ROOT


def test_the_image_bears_the_programs_version() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert f'org.opencontainers.image.version="{__version__}"' in text
