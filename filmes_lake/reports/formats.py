"""The texts that a report can be written as."""

from enum import StrEnum


class ReportFormat(StrEnum):
    """A format; the value is the ending of such a file too."""

    CSV = "csv"
    JSON = "json"
    MD = "md"
