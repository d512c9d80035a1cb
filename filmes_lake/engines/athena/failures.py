"""Why Athena did not answer, in one line. Its words may name accounts and roles; those are left out."""

import re

from filmes_lake.aws.errors import without_secrets
from filmes_lake.errors import FilmesLakeError, QueryError, SettingsError

_DENIED = re.compile(r"access ?denied|insufficient permissions|permission denied|not authorized", re.IGNORECASE)
_OVER_LIMIT = re.compile(r"bytes scanned limit", re.IGNORECASE)
_PLACE = re.compile(r"line (\d+):(\d+)")
_LONGEST = 400
_SHOWN = 60


def failure(reason: str, sql: str) -> FilmesLakeError:
    """Our error for a query that failed for `reason`, with the place in the SQL where Athena names one."""
    # Of a column that is not there, Athena says that it is not there or not permitted.
    if _DENIED.search(reason) and not _PLACE.search(reason):
        return SettingsError(
            "Athena was not permitted to read the tables or to write the result",
            "the credentials need s3:GetObject on the lake, s3:PutObject on the output location, glue:GetTable",
        )
    if _OVER_LIMIT.search(reason):
        return QueryError("Athena: the query read more than the workgroup allows", "ask for less, or raise its limit")
    text = " ".join(without_secrets(re.sub(r"arn:\S+", "***", reason)).split())[:_LONGEST]
    return QueryError(f"Athena: {text or 'no reason given'}{_place(text, sql)}", "see: filmes-lake catalog list")


def _place(text: str, sql: str) -> str:
    """The line of SQL that the text points at, from the column on."""
    found = _PLACE.search(text)
    lines = sql.splitlines()
    if not found or not 0 < int(found[1]) <= len(lines):
        return ""
    line, column = lines[int(found[1]) - 1], int(found[2]) - 1
    return f" | line {found[1]}, from column {found[2]}: {line[column:][:_SHOWN].strip() or line.strip()[:_SHOWN]}"
