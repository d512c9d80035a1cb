"""The processors that Lambda has."""

from enum import StrEnum


class Architecture(StrEnum):
    """A processor of Lambda's, as AWS calls it."""

    ARM64 = "arm64"
    X86_64 = "x86_64"

    @property
    def machine(self) -> str:
        """As wheels call it."""
        return "aarch64" if self is Architecture.ARM64 else "x86_64"
