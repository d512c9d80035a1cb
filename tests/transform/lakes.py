"""Small lakes for tests, made of a few CSV lines and TMDB answers through the package's own entry points."""

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.engines.duckdb.session import LocalSession, open_session, tables_of
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.delimited.landing import Landed
from filmes_lake.ingest.landing import publish_raw
from filmes_lake.ingest.tmdb.ingest import TmdbIngest, ingest_saved_tmdb
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake, utc_now
from filmes_lake.lake.manifest import DataFile, Manifest, TableVersion
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import LINES, header_of
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.pipeline import TransformRequest, TransformResult, transform
from tests.schema import SCHEMA

BOTH = (Layer.TRUSTED, Layer.REFINED)
SAMPLE = Path(__file__).resolve().parents[2] / "filmes_lake/sample"
MEMORY = "400MB"
NULL = r"\N"

_LINE = {
    "titulo_principal": "A Film",
    "titulo_original": "A Film",
    "ano_lancamento": "1999",
    "ano_termino": "2003",
    "tempo_minutos": "100",
    "generos": "Crime,Drama",
    "nota_media": "7.5",
    "numero_votos": "20000",
    "papel": "actor",
    "personagem": "Somebody",
    "nome_artista": "Ana Lima",
    "ano_nascimento": "1960",
    "ano_falecimento": NULL,
    "profissoes": "actor,writer",
    "titulos_conhecidos": "tt0000001,tt0000002",
}


def movie_line(title_id: str, **values: str) -> str:
    """A line of the films' CSV, valid but for what `values` says, by the columns' names in Trusted."""
    return _line(Kind.MOVIES, title_id, values)


def series_line(title_id: str, **values: str) -> str:
    """A line of the series' CSV."""
    return _line(Kind.SERIES, title_id, values)


def _line(kind: Kind, title_id: str, values: Mapping[str, str]) -> str:
    names = [column.name for column in columns_of(LINES[kind])]
    assert set(values) <= set(names)
    return "|".join({**_LINE, "id_titulo": title_id, **values}[name] for name in names)


def film_answer(imdb_id: str | None, **body: Any) -> dict[str, Any]:
    """TMDB's answer about a film, complete but for what `body` says."""
    return {
        "id": 603,
        "imdb_id": imdb_id,
        "title": "Um Filme",
        "original_title": "A Film",
        "original_language": "en",
        "release_date": "1999-03-31",
        "runtime": 101,
        "status": "Released",
        "budget": 1_000_000,
        "revenue": 3_000_000,
        "popularity": 10.5,
        "vote_average": 7.1,
        "vote_count": 900,
        "genres": [{"id": 80, "name": "Crime"}],
        "production_countries": [{"iso_3166_1": "BR", "name": "Brazil"}],
        "belongs_to_collection": {"id": 1, "name": "The Films"},
        "adult": False,
        "video": False,
        **body,
    }


def series_answer(imdb_id: str | None, **body: Any) -> dict[str, Any]:
    """TMDB's answer about a series."""
    return {
        "id": 1399,
        "external_ids": {"imdb_id": imdb_id},
        "name": "Uma Série",
        "original_name": "A Series",
        "original_language": "en",
        "first_air_date": "2011-04-17",
        "episode_run_time": [55, 60],
        "status": "Ended",
        "number_of_seasons": 8,
        "number_of_episodes": 73,
        "popularity": 346.1,
        "vote_average": 8.4,
        "vote_count": 21000,
        "genres": [{"id": 18, "name": "Drama"}],
        "production_countries": [{"iso_3166_1": "US", "name": "United States of America"}],
        **body,
    }


def envelope(
    body: Mapping[str, Any], *, imdb_id: str | None = None, kind: str = "movies", fetched_at: str | None = None
) -> dict[str, Any]:
    """An answer as Raw keeps it."""
    asked = imdb_id if imdb_id is not None else body.get("imdb_id")
    return {
        "imdb_id": asked,
        "kind": kind,
        "fetched_at": fetched_at or "2026-01-01T00:00:00.000000Z",
        "language": "pt-BR",
        "body": dict(body),
    }


class SmallLake:
    """A lake in a folder, with short ways in and out. `wait` moves its clock on."""

    def __init__(self, folder: Path, engine: Engine | None = None) -> None:
        self.folder = folder / "lake"
        self.engine: Engine = engine or DuckDBEngine(memory=MEMORY, threads=2)
        self._received = folder / "inbox"
        self._received.mkdir(parents=True, exist_ok=True)
        self._waited = timedelta()
        self.lake = Lake(FolderStorage(self.folder), SCHEMA, lambda: utc_now() + self._waited)

    def copied(self, folder: Path) -> "SmallLake":
        """A copy to change; making one is much quicker than the transforms that made the original."""
        shutil.copytree(self.folder, folder / "lake")
        copy = SmallLake(folder, self.engine)
        copy.lake.schema = self.lake.schema
        return copy

    def wait(self, **time: int) -> None:
        """Let time pass."""
        self._waited += timedelta(**time)

    def csv(
        self, kind: Kind, lines: Iterable[str], *, newline: str = "\n", final_newline: bool = True, packed: bool = False
    ) -> Landed:
        """Ingest the lines as the current CSV of the kind."""
        text = newline.join(("|".join(header_of(kind)), *lines)) + (newline if final_newline else "")
        path = self._received / (f"{kind.value}.csv.gz" if packed else f"{kind.value}.csv")
        path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
        return ingest_csv(self.lake, [path], kind, None)[0]

    def movies(self, *lines: str) -> None:
        """Ingest a CSV of films."""
        self.csv(Kind.MOVIES, lines)

    def series(self, *lines: str) -> None:
        """Ingest a CSV of series."""
        self.csv(Kind.SERIES, lines)

    def tmdb(self, kind: Kind, *answers: Mapping[str, Any]) -> TmdbIngest:
        """Ingest answers, bare or in envelopes."""
        path = self._received / "answers.jsonl"
        path.write_text("".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers), encoding="utf-8")
        return ingest_saved_tmdb(self.lake, path, kind)

    def sample(self) -> None:
        """Ingest the package's sample, the films packed and with a few rejected lines."""
        movies, series = ((SAMPLE / f"{kind.value}.csv").read_text(encoding="utf-8").splitlines()[1:] for kind in Kind)
        self.csv(Kind.MOVIES, [*movies, "a bad line", "", movie_line("tt0000001")], packed=True)
        self.csv(Kind.SERIES, series)
        for kind in Kind:
            ingest_saved_tmdb(self.lake, SAMPLE / f"tmdb_{kind.value}.jsonl", kind)

    def answers(self, *answers: Mapping[str, Any]) -> TmdbIngest:
        """Ingest answers about films."""
        return self.tmdb(Kind.MOVIES, *answers)

    def plant_records(self, kind: Kind, *records: Mapping[str, Any]) -> None:
        """Publish records that `ingest` would have refused, as another program might have left them in Raw."""
        data = "".join(json.dumps(record) + "\n" for record in records).encode()
        with self.lake.run("plant") as run:
            key = layout.raw_tmdb_part(kind, layout.tmdb_name(run.id, 1))
            self.lake.storage.put(key, data)
            file = DataFile(key=key, bytes=len(data), rows=len(records), sha256=hashlib.sha256(data).hexdigest())
            publish_raw(self.lake, run, lambda before: _with_file(before, kind.names.tmdb_table, file))

    def plant_line_count(self, kind: Kind, lines: int) -> None:
        """Let the raw manifest say that the CSV of the kind has so many lines."""
        with self.lake.run("plant") as run:

            def miscounted(before: dict[str, TableVersion]) -> dict[str, TableVersion]:
                file = before[kind.names.csv_table].files[0].model_copy(update={"rows": lines})
                return {**before, kind.names.csv_table: TableVersion(files=(file,))}

            publish_raw(self.lake, run, miscounted)

    def transform(self, *layers: Layer, force: bool = False) -> TransformResult:
        """Bring the layers up to date, both where none is named."""
        return transform(self.lake, self.engine, TransformRequest(layers or BOTH, force=force))

    def table(self, name: str) -> list[dict[str, Any]]:
        """A current table's rows in the order of its files, read by pyarrow."""
        return [row for path in self.files(name) for row in pq.ParquetFile(path).read().to_pylist()]

    def files(self, name: str) -> list[Path]:
        """A current table's files."""
        layer = Layer.TRUSTED if name in self.manifest(Layer.TRUSTED).tables else Layer.REFINED
        return [self.folder / file.key for file in self.manifest(layer).tables[name].files]

    def hashes(self) -> dict[str, list[str]]:
        """The SHA-256 of each current table's files."""
        tables = (found for layer in BOTH for found in self.manifest(layer).tables.items())
        return {name: [file.sha256 for file in table.files] for name, table in tables}

    def manifest(self, layer: Layer) -> Manifest:
        """The layer's current version."""
        return self.lake.require(layer)

    def reconciliation(self, name: str = "movies") -> dict[str, Any]:
        """What became of the lines or records of a raw table."""
        return self.manifest(Layer.TRUSTED).accounting[name]

    @contextmanager
    def session(self, layers: Sequence[Layer] = BOTH) -> Iterator[LocalSession]:
        """A read-only SQL session over the current tables."""
        manifests = [found for layer in layers if (found := self.lake.versions.current(layer))]
        tables = [table for found in manifests for table in tables_of(self.lake, found, self._received)]
        with open_session(tables, MEMORY) as session:
            yield session


def by(rows: Iterable[dict[str, Any]], *key: str) -> dict[Any, dict[str, Any]]:
    """Rows by their key, which must be one."""
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        value = tuple(row[name] for name in key) if len(key) > 1 else row[key[0]]
        assert value not in found
        found[value] = row
    return found


def reconciles(reconciliation: Mapping[str, Any]) -> bool:
    """Whether every data line of a CSV is accounted for."""
    placed = sum(reconciliation[name] for name in ("kept", "without_artist", "duplicates", "rejected"))
    return bool(reconciliation["lines"] == placed)


def _with_file(before: dict[str, TableVersion], table: str, file: DataFile) -> dict[str, TableVersion]:
    """The raw tables with one file more."""
    kept = before[table].files if table in before else ()
    return {**before, table: TableVersion(files=(*kept, file))}
