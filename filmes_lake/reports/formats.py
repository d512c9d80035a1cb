"""The texts that rows can be written as."""

from enum import StrEnum


class Format(StrEnum):
    """A format; the value is the ending of such a file too."""

    CSV = "csv"
    JSON = "json"
    MD = "md"
