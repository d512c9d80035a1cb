"""What a list of TMDB's is: a JSON object a line, with the names that TMDB gives. What they say is checked later."""

import json
import re
from typing import Any

from filmes_lake.errors import SourceError
from filmes_lake.ingest.json_objects import NotAnObject, parse_object, shown
from filmes_lake.ingest.tmdb_exports.description import NAMES, TITLE_NAMES
from filmes_lake.ingest.tmdb_exports.models import ExportLine
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind

LONGEST_LINE = 1 << 20
_HINT = "give the file as TMDB has it, {}_MM_DD_YYYY.json.gz"
_TEXT = r'"[^"\\\x00-\x1f]*+(?:\\["\\/bfnrt][^"\\\x00-\x1f]*+)*+"'
_FLAG = "(?:true|false)"
_WHOLE = "(?:0|[1-9][0-9]{0,14}+)"


class LineCheck:
    """Takes the blocks of a list of a kind, and counts its lines. SourceError names the first that is none."""

    def __init__(self, source: str, kind: Kind) -> None:
        self.lines = 0
        self._source, self._kind = source, kind
        self._names = (TITLE_NAMES[kind], *(column.source for column in columns_of(ExportLine)))
        self._usual = re.compile(_usual_line(kind))
        self._rest = b""

    def feed(self, block: bytes) -> None:
        """Check the lines that end in the block, and keep the beginning of the next."""
        whole, line_end, rest = block.rpartition(b"\n")
        if line_end:
            self._check(self._rest + whole + line_end)
            self._rest = rest
        else:
            self._rest += rest
        if len(self._rest) > LONGEST_LINE:
            raise self._fault(self.lines + 1, f"longer than {LONGEST_LINE:,} bytes")

    def finish(self) -> None:
        """Check the last line, if nothing ended it; SourceError where there was none at all."""
        if self._rest:
            self._check(self._rest + b"\n")
        if not self.lines:
            raise SourceError(f"{self._source}: no lines in it", self._hint)

    def _check(self, lines: bytes) -> None:
        """Check whole lines. Nearly all are written in one way, which is seen in a fraction of the time."""
        try:
            text = lines.decode("utf-8")
        except UnicodeDecodeError as error:
            at = self.lines + lines.count(b"\n", 0, error.start) + 1
            raise self._fault(at, f"invalid UTF-8 (byte 0x{lines[error.start]:02x})") from error
        at = 0
        while at < len(text):
            begin, at = at, self._past_usual(text, at)
            self.lines += text.count("\n", begin, at)
            if at < len(text):
                end = text.index("\n", at)
                self._check_line(text[at:end])
                at = end + 1

    def _past_usual(self, text: str, at: int) -> int:
        found = self._usual.match(text, at)
        return found.end() if found else at

    def _check_line(self, line: str) -> None:
        self.lines += 1
        try:
            self._check_object(line)
        except NotAnObject as reason:
            raise self._fault(self.lines, str(reason)) from reason
        except RecursionError as error:
            raise self._fault(self.lines, "nested too deep") from error

    def _check_object(self, line: str) -> None:
        found = parse_object(line)
        if "\r" in line:
            raise NotAnObject("a carriage return, which TMDB does not write")
        if missing := [name for name in self._names if name not in found]:
            raise NotAnObject(f"not of TMDB's list of {self._kind.names.noun.en}: no {', '.join(missing)}")
        if nested := [name for name, value in found.items() if isinstance(value, dict | list)]:
            raise NotAnObject(f"not of TMDB's list of {self._kind.names.noun.en}: {shown(nested[0])} is no plain value")
        if "\\u" in line:
            _refuse_half_pairs(found)

    @property
    def _hint(self) -> str:
        return _HINT.format(NAMES[self._kind])

    def _fault(self, line: int, what: str) -> SourceError:
        return SourceError(f"{self._source}:{line}: {what}", self._hint)


def _usual_line(kind: Kind) -> str:
    """A pattern of lines as TMDB writes them: whatever it matches, the long way would take."""
    video = rf',"video":{_FLAG}' if kind is Kind.MOVIES else ""
    name = f'"{TITLE_NAMES[kind]}":{_TEXT}'
    popularity = rf"{_WHOLE}(?:\.[0-9]{{1,15}}+)?"
    return rf'(?:\{{"adult":{_FLAG},"id":{_WHOLE},{name},"popularity":{popularity}{video}\}}\n)*+'


def _refuse_half_pairs(document: dict[str, Any]) -> None:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise NotAnObject("not Unicode: half a surrogate pair") from error
