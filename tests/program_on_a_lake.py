"""The whole program on one lake, and what two lakes that hold the same have in common."""

from pathlib import Path
from typing import Any

from tests.launcher import Running
from tests.program import SAMPLE, Ended, Program, finish

QUERY = "SELECT * FROM fato_desempenho_filmes ORDER BY id_filme"


class Lake:
    """The program on one lake; `shown` is all it ever printed."""

    def __init__(self, program: Program, uri: str, environment: dict[str, str]) -> None:
        self.uri, self.shown = uri, ""
        self._program, self._environment = program, environment

    def start(self, *words: str | Path, **environment: str) -> Running:
        return self._program.start(*words, "--lake", self.uri, **{**self._environment, **environment})

    def run(self, *words: str | Path, **environment: str) -> Ended:
        ended = finish(self.start(*words, **environment))
        self.shown += ended.out + ended.err
        return ended

    def ask(self, *words: str | Path) -> Any:
        ended = self.run(*words, "--json")
        assert ended.code == 0, ended
        assert ended.err == ""
        return ended.document

    def fill(self) -> None:
        """Ingest the sample and transform it."""
        self.ask("ingest", "csv", SAMPLE / "movies.csv", SAMPLE / "series.csv")
        for kind in ("movies", "series"):
            self.ask("ingest", "tmdb", "--kind", kind, "--from", SAMPLE / f"tmdb_{kind}.jsonl")
        self.ask("transform", "all")

    def figures(self) -> dict[str, Any]:
        """What is the same of two lakes that hold the same."""
        status = self.ask("status")
        return {
            "accounting": status["accounting"],
            "layers": [(layer["layer"], layer["rows"], layer["stale"]) for layer in status["layers"]],
            "roi": {**self.ask("report", "roi", "--top", "20"), "version": None},
            "query": self.ask("query", QUERY),
        }
