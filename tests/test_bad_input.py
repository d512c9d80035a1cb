"""The table of bad input: words, files, SQL, settings, addresses and paths that cannot be.

Each is one line with what, where and what next, and an exit code; with `--json` one document. Nothing is stored: not in
the lake, not beside it. What needs a server or a killed process to go wrong stands with its command's own tests.
"""

import gzip
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from filmes_lake.settings import LEAST_MEMORY, MOST_THREADS
from tests.in_process import Here
from tests.program import SAMPLE, Ended, stored
from tests.shares import slow_but
from tests.tree import command_of, commands

pytest_plugins = ("tests.in_process", "tests.running")

MOVIES = str(SAMPLE / "movies.csv")
HEADER, *LINES = (SAMPLE / "movies.csv").read_bytes().splitlines(keepends=True)
RECORD = (SAMPLE / "tmdb_movies.jsonl").read_bytes().splitlines(keepends=True)[0]

LIST = "movie_ids_11_20_2026.json"

NO_AWS = {"AWS_EC2_METADATA_DISABLED": "true"}  # so that nobody waits for a machine's credentials


@dataclass(frozen=True)
class Bad:
    """Words that cannot be run, the exit code they deserve, and a part of what has to be said."""

    name: str
    arguments: tuple[str, ...]
    code: int
    says: str
    files: dict[str, bytes] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)


USAGE = [
    Bad("command-unknown", ("nope",), 2, "nope"),
    Bad("option-unknown", ("status", "--nope"), 2, "--nope"),
    Bad("option-before-command", ("--lake", "lake", "status"), 2, "--lake"),
    Bad("argument-missing", ("report",), 2, "NAME"),
    Bad("argument-extra", ("report", "roi", "extra"), 2, "extra"),
    Bad("value-missing", ("status", "--lake"), 2, "--lake"),
    Bad("layer-unknown", ("transform", "raw"), 2, "'trusted', 'refined', 'all'"),
    Bad("layer-missing", ("transform",), 2, "trusted, refined, all"),
    Bad("engine-unknown", ("transform", "all", "--engine", "hive"), 2, "'duckdb', 'spark'"),
    Bad("kind-unknown", ("ingest", "csv", MOVIES, "--kind", "films"), 2, "'movies', 'series'"),
    Bad("kind-missing", ("ingest", "tmdb", "--from", MOVIES), 2, "--kind"),
    Bad("kind-missing-for-a-file", ("ingest", "tmdb", "--from", MOVIES, "--limit", "3"), 2, "--kind"),
    Bad(
        "filter-for-a-file",
        ("ingest", "tmdb", "--from", MOVIES, "--kind", "movies", "--min-votes", "3"),
        2,
        "--min-votes does not go with --from",
    ),
    Bad("rate-zero", ("ingest", "tmdb", "--rate", "0"), 2, "--rate"),
    Bad("rate-too-high", ("ingest", "tmdb", "--rate", "51"), 2, "--rate"),
    Bad("language-odd", ("ingest", "tmdb", "--language", "portuguese"), 2, "--language"),
    Bad("max-age-past-the-terms", ("ingest", "tmdb", "--max-age", "181"), 2, "--max-age"),
    Bad("changed-since-a-path", ("ingest", "tmdb", "--changed-since", "../x"), 2, "YYYY-MM-DD"),
    Bad("token-missing", ("ingest", "tmdb"), 5, "TMDB_API_TOKEN is not set"),
    Bad("limit-zero", ("runs", "--limit", "0"), 2, "--limit"),
    Bad("limit-words", ("runs", "--limit", "many"), 2, "--limit"),
    Bad("report-unknown", ("report", "nope"), 2, "kpis, roi, roi-by-decade, roi-by-month, roi-by-genre"),
    Bad("encoding-unknown", ("ingest", "csv", MOVIES, "--encoding", "ansi-x"), 2, "--encoding: ansi-x is no encoding"),
    Bad("encoding-of-bytes", ("ingest", "csv", MOVIES, "--encoding", "hex"), 2, "--encoding: hex is no encoding"),
    Bad("encoding-of-names", ("ingest", "csv", MOVIES, "--encoding", "idna"), 2, "no file is written in idna"),
    Bad("date-impossible", ("ingest", "csv", MOVIES, "--date", "2026-02-30"), 2, "YYYY-MM-DD"),
    Bad("date-a-path", ("ingest", "csv", MOVIES, "--date", "../../x"), 2, "YYYY-MM-DD"),
    Bad("date-to-come", ("ingest", "csv", MOVIES, "--date", "2999-01-01"), 2, "lies in the future"),
    Bad("date-of-imdb-to-come", ("ingest", "imdb", ".", "--date", "2999-01-01"), 2, "lies in the future"),
    Bad("date-empty", ("ingest", "csv", MOVIES, "--date", ""), 2, "YYYY-MM-DD"),
    Bad("date-and-time", ("ingest", "csv", MOVIES, "--date", "2026-11-22T10:00"), 2, "YYYY-MM-DD"),
    Bad("set-without-value", ("report", "roi", "--set", "top"), 2, "KEY=VALUE"),
    Bad("set-without-key", ("report", "roi", "--set", "=1"), 2, "KEY=VALUE"),
    Bad("set-unknown", ("report", "roi", "--set", "tops=1"), 2, "min_votes"),
    Bad("set-huge", ("report", "roi", "--set", "min_votes=9999999999999999999"), 2, "at most 18 digits"),
    Bad("set-words", ("report", "roi", "--set", "min_votes=many"), 2, "whole number"),
    Bad("set-negative", ("report", "roi", "--top", "-1"), 2, "whole number"),
    Bad("set-no-boolean", ("report", "roi", "--set", "include_suspect=maybe"), 2, "true or false"),
    Bad("set-none-of-the-choices", ("report", "roi", "--dollars", "euros"), 2, "paid or real"),
    Bad("set-sql", ("report", "roi", "--set", "min_year=1 OR 1=1"), 2, "whole number"),
    Bad("limit-of-a-job-zero", ("jobs", "status", "--limit", "0"), 2, "--limit"),
    Bad("report-role-unknown", ("report", "artists", "--role", "gaffer"), 2, "there are: actor, actress"),
    Bad("report-titles-unknown", ("report", "roi", "--titles", "fr"), 2, "titles must be main or br"),
    Bad("report-engine-unknown", ("report", "roi", "--engine", "hive"), 2, "'duckdb', 'athena'"),
    Bad("max-scan-words", ("report", "roi", "--max-scan", "much"), 2, "for example: 1GB"),
    Bad("limit-of-titles-zero", ("ingest", "tmdb", "--limit", "0"), 2, "--limit"),
    Bad(
        "genre-of-no-title",
        ("ingest", "tmdb", "--kind", "movies", "--genre", "Nope", "--dry-run"),
        2,
        "--genre nope: no title",
    ),
    Bad("since-a-path", ("runs", "--since", "../../x"), 2, "YYYY-MM-DD"),
    Bad("since-impossible", ("runs", "--since", "2026-13-01"), 2, "YYYY-MM-DD"),
    Bad("state-unknown", ("runs", "--state", "sleeping"), 2, "'running', 'done'"),
    Bad("run-and-filter", ("runs", "20200101T000000000Z-0000", "--failed"), 2, "takes no --command"),
    Bad("yes-to-nothing", ("doctor", "--yes"), 2, "--repair"),
    Bad("repair-and-checks", ("doctor", "--repair", "--deep"), 2, "--repair checks nothing else"),
    Bad("days-missing", ("purge",), 2, "--older-than"),
    Bad("days-negative", ("purge", "--older-than", "-1"), 2, "--older-than"),
    Bad("days-before-the-calendar", ("purge", "--older-than", "999999999999", "--dry-run"), 2, "36500"),
    Bad("days-words", ("purge", "--older-than", "many"), 2, "--older-than"),
    Bad("purge-of-both", ("purge", "--older-than", "180", "--source", "imdb"), 2, "--source imdb"),
    Bad("purge-of-what-stays", ("purge", "--source", "csv", "--yes"), 2, "known are: imdb"),
    Bad("purge-of-a-set-unasked", ("purge", "--source", "imdb"), 2, "add --yes; --dry-run shows what goes"),
    Bad("purge-unasked", ("purge", "--older-than", "180"), 2, "add --yes; --dry-run shows what goes"),
    Bad("set-fraction", ("report", "roi", "--set", "top=1.5"), 2, "whole number"),
    Bad("set-in-a-list", ("report", "list", "--set", "top=3"), 2, "report list: takes no "),
    Bad("top-of-a-list", ("report", "list", "--top", "3"), 2, "report list: takes no "),
    Bad("output-of-a-list", ("report", "list", "--output", "list.csv"), 2, "report list: takes no "),
    Bad("genre-unknown", ("report", "roi", "--set", "genre=Culinary"), 2, "Culinary"),
    Bad(
        "genre-unknown-of-two", ("report", "roi", "--set", "genre=War", "--set", "genre=Culinary"), 2, "genre=Culinary"
    ),
    Bad("genre-empty-of-two", ("report", "roi", "--set", "genre=War,"), 2, "names with commas"),
    Bad("set-twice", ("report", "roi", "--set", "min_year=1", "--set", "min_year=2"), 2, "min_year: given twice"),
    Bad("flag-and-set", ("report", "roi", "--top", "3", "--set", "top=4"), 2, "top: given twice"),
    Bad("set-twice-of-changes", ("diff", "a", "b", "--set", "min_year=1", "--set", "min_year=2"), 2, "given twice"),
    Bad(
        "explain-set-twice", ("explain", "tt0017136", "--set", "min_votes=1", "--set", "min_votes=2"), 2, "given twice"
    ),
    Bad("output-of-another-kind", ("report", "roi", "--output", "roi.txt"), 2, "--output roi.txt: "),
    Bad("output-without-ending", ("report", "roi", "--output", "roi"), 2, "--output roi: "),
    Bad("output-a-dash", ("report", "roi", "--output", "-"), 2, "--output -: "),
    Bad("output-in-no-folder", ("report", "roi", "--output", "nowhere/roi.csv"), 2, "--output nowhere/roi.csv: "),
    Bad("raw-csv-without-a-file", ("report", "roi", "--raw-csv"), 2, "add --output FILE.csv"),
    Bad("raw-csv-of-another-kind", ("report", "roi", "--raw-csv", "--output", "roi.md"), 2, "roi.md is no CSV"),
    Bad("raw-csv-of-a-list", ("report", "list", "--raw-csv"), 2, "report list: takes no "),
    Bad("output-a-folder", ("report", "roi", "--output", "."), 2, "--output .: "),
    Bad("page-of-another-kind", ("dashboard", "build", "--output", "page.pdf"), 2, "--output page.pdf: "),
    Bad("page-a-folder", ("dashboard", "build", "--output", "."), 2, "--output .: "),
    Bad("page-in-no-folder", ("dashboard", "build", "--output", "nowhere/page.html"), 2, "there is no folder nowhere"),
    Bad("report-in-no-language", ("report", "list", "--lang", "fr"), 2, "'--lang'"),
    Bad("page-in-no-language", ("dashboard", "build", "--lang", "fr"), 2, "'--lang'"),
    Bad("dashboard-in-no-language", ("dashboard", "publish", "--lang", "fr"), 2, "'--lang'"),
    Bad("page-filter-unknown", ("dashboard", "build", "--set", "tops=1"), 2, "the page has no such parameter"),
    Bad("page-filter-no-number", ("dashboard", "build", "--set", "min_year=x"), 2, "whole number"),
    Bad("page-genre-unknown", ("dashboard", "build", "--set", "genre=Culinary"), 2, "genre=Culinary"),
    Bad("as-of-impossible", ("report", "kpis", "--as-of", "2020-13-01"), 2, "2020-13-01"),
    Bad("top-of-changes-negative", ("diff", "one", "other", "--top", "-1"), 2, "--top"),
    Bad("version-missing", ("diff", "one"), 2, "NEW"),
    Bad("explain-with-words", ("explain", "tt0017136", "--set", "min_votes=x"), 2, "whole number"),
    Bad("explain-without-value", ("explain", "tt0017136", "--set", "min_votes"), 2, "KEY=VALUE"),
    Bad("sql-missing", ("query",), 2, "SQL"),
    Bad("sql-empty", ("query", ""), 2, "there is no SQL"),
    Bad("sql-not-utf-8", ("query", "SELECT '\udcff'"), 2, "query: not in UTF-8"),
    Bad("explain-not-utf-8", ("explain", "a\udcff"), 2, "explain: not in UTF-8"),
    Bad("genre-not-utf-8", ("report", "roi", "--genre", "\udcff"), 2, "not in UTF-8"),
    Bad("group-alone-unknown", ("ingest", "json", "x"), 2, "json"),
]

SOURCES = [
    Bad("csv-missing", ("ingest", "csv", "missing.csv"), 1, "missing.csv: no such file"),
    Bad("csv-missing-among-good", ("ingest", "csv", str(SAMPLE / "series.csv"), "missing.csv"), 1, "missing.csv"),
    Bad("csv-a-folder", ("ingest", "csv", "."), 1, "not a regular file"),
    Bad(
        "csv-json",
        ("ingest", "csv", "x.csv"),
        1,
        "this is JSON, and a CSV is expected",
        {"x.csv": b'{"id": 1, "a": 2}\n'},
    ),
    Bad("csv-empty", ("ingest", "csv", "x.csv"), 1, "x.csv: ", {"x.csv": b""}),
    Bad("csv-header-only", ("ingest", "csv", "x.csv"), 1, "x.csv:1: ", {"x.csv": HEADER}),
    Bad(
        "csv-column-misspelt",
        ("ingest", "csv", "x.csv"),
        1,
        "tituloPincipal",
        {"x.csv": HEADER.replace(b"Pincipal", b"Princip") + LINES[0]},
    ),
    Bad("csv-column-missing", ("ingest", "csv", "x.csv"), 1, "missing: id", {"x.csv": HEADER[3:] + LINES[0]}),
    Bad("csv-not-utf-8", ("ingest", "csv", "x.csv"), 1, "x.csv:2: ", {"x.csv": HEADER + b"\xff" + LINES[0]}),
    Bad("csv-line-endings", ("ingest", "csv", "x.csv"), 1, "x.csv:3: ", {"x.csv": HEADER + LINES[0] + b"tt1|\r\n"}),
    Bad("csv-broken-gzip", ("ingest", "csv", "x.csv"), 1, "gzip", {"x.csv": b"\x1f\x8b\x08\x00broken"}),
    Bad(
        "csv-gzip-without-end",
        ("ingest", "csv", "x.csv"),
        1,
        "x.csv: its gzip holds more than 1,000 bytes",
        {"x.csv": gzip.compress(HEADER + 100 * LINES[0])},
        {"FILMES_LAKE_MAX_UNPACKED": "1KB"},
    ),
    Bad(
        "tmdb-gzip-without-end",
        ("ingest", "tmdb", "--kind", "movies", "--from", "x"),
        1,
        "raise the setting max_unpacked",
        {"x": gzip.compress(100 * RECORD)},
        {"FILMES_LAKE_MAX_UNPACKED": "1KB"},
    ),
    Bad(
        "source-gzip-without-end",
        ("run",),
        1,
        "x.csv: its gzip holds more than 1,000 bytes",
        {"x.csv": gzip.compress(HEADER + 100 * LINES[0])},
        {"FILMES_LAKE_SOURCES_MOVIES": "x.csv", "FILMES_LAKE_MAX_UNPACKED": "1KB"},
    ),
    Bad(
        "csv-one-endless-line",
        ("ingest", "csv", "x.csv"),
        1,
        "x.csv:2: a line of more than 1,048,576 bytes",
        {"x.csv": HEADER + 3_000_000 * b"x"},
    ),
    Bad("csv-of-another-kind", ("ingest", "csv", MOVIES, "--kind", "series"), 1, "movies.csv:1: "),
    Bad("csv-twice", ("ingest", "csv", MOVIES, MOVIES), 1, "full snapshot"),
    Bad("tmdb-missing", ("ingest", "tmdb", "--kind", "movies", "--from", "x.jsonl"), 1, "x.jsonl: no such file"),
    Bad("tmdb-no-records", ("ingest", "tmdb", "--kind", "movies", "--from", MOVIES), 1, "movies.csv:1: "),
    Bad("csv-in-utf-16", ("ingest", "csv", "x.csv"), 1, "x.csv:1: ", {"x.csv": HEADER.decode().encode("utf-16")}),
    Bad(
        "csv-not-in-utf-16", ("ingest", "csv", MOVIES, "--encoding", "utf-16"), 1, "say it, as in --encoding utf-16-le"
    ),
    Bad("csv-with-nul", ("ingest", "csv", "x.csv"), 1, "x.csv:2: a NUL byte", {"x.csv": HEADER + b"tt\0\n"}),
    Bad("csv-bare-return", ("ingest", "csv", "x.csv"), 1, "x.csv:2: ", {"x.csv": HEADER + b"tt1\rtt2\n"}),
    Bad("csv-with-colons", ("ingest", "csv", "x.csv"), 1, "x.csv:1: ", {"x.csv": HEADER.replace(b"|", b":")}),
    Bad("csv-open-quote", ("ingest", "csv", "x.csv"), 1, "x.csv:2: ", {"x.csv": HEADER.replace(b"|", b",") + b'"x\n'}),
    Bad("csv-column-gained", ("ingest", "csv", "x.csv"), 1, "unknown: pais", {"x.csv": b"pais|" + HEADER + LINES[0]}),
    Bad("csv-a-device", ("ingest", "csv", "/dev/null"), 1, "/dev/null: not a regular file"),
    Bad(
        "tmdb-an-array",
        ("ingest", "tmdb", "--kind", "movies", "--from", "x.json"),
        1,
        "x.json:2: ",
        {"x.json": b"[\n{}]\n"},
    ),
    Bad("tmdb-blank", ("ingest", "tmdb", "--kind", "movies", "--from", "x"), 1, "no records in it", {"x": b"\n\n"}),
    Bad("tmdb-cut", ("ingest", "tmdb", "--kind", "movies", "--from", "x"), 1, "x:1: ", {"x": RECORD[:200]}),
    Bad("imdb-missing", ("ingest", "imdb", "title.basics.tsv"), 1, "title.basics.tsv: no such file"),
    Bad("imdb-empty-folder", ("ingest", "imdb", "."), 1, ".: no file of IMDb's in it"),
    Bad("imdb-a-csv", ("ingest", "imdb", MOVIES), 1, "movies.csv:1: the header of none of IMDb's files: id"),
    Bad("export-missing", ("ingest", "tmdb-exports", LIST), 1, f"{LIST}: no such file"),
    Bad("export-misnamed", ("ingest", "tmdb-exports", MOVIES), 1, "movies.csv: its name says no kind and no day"),
    Bad("export-cut", ("ingest", "tmdb-exports", LIST), 1, f"{LIST}:1: not JSON", {LIST: b'{"id":1'}),
    Bad("export-of-details", ("ingest", "tmdb-exports", LIST), 1, "genres is no plain value", {LIST: RECORD}),
    Bad("export-an-address", ("ingest", "tmdb-exports", f"https://x.org/{LIST}"), 1, f"curl -fLO https://x.org/{LIST}"),
    Bad("source-missing", ("run",), 1, "x.csv: no such file", environment={"FILMES_LAKE_SOURCES_MOVIES": "x.csv"}),
    Bad("source-of-another-kind", ("run",), 1, "movies.csv:1: ", environment={"FILMES_LAKE_SOURCES_SERIES": MOVIES}),
    Bad(
        "source-missing-folder",
        ("run", "--plan"),
        1,
        "none: no such folder",
        environment={"FILMES_LAKE_SOURCES_TMDB": "none"},
    ),
    Bad("source-no-folder", ("run", "--plan"), 1, "cannot be read", environment={"FILMES_LAKE_SOURCES_TMDB": MOVIES}),
    Bad("source-missing-in-a-plan", ("run", "--plan"), 1, "x.csv", environment={"FILMES_LAKE_SOURCES_MOVIES": "x.csv"}),
]

LAKES = [
    Bad("lake-new", ("status", "--lake", "new"), 1, "filmes-lake ingest csv"),
    Bad("lake-new-transform", ("transform", "all", "--lake", "new"), 1, "filmes-lake ingest csv"),
    Bad("lake-new-query", ("query", "SELECT 1", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("lake-new-runs", ("runs", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("version-unknown", ("rollback", "nope"), 1, "filmes-lake versions"),
    Bad("version-a-path", ("rollback", "../../x"), 1, "../../x"),
    Bad("version-none-before", ("rollback",), 1, "no older version"),
    Bad("lake-new-changes", ("diff", "one", "other", "--lake", "new"), 1, "filmes-lake versions"),
    Bad("lake-new-versions", ("versions", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("lake-new-catalog", ("catalog", "register", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("lake-new-tables", ("catalog", "list", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("lake-new-export", ("catalog", "export", "films.duckdb", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("export-over-a-file", ("catalog", "export", "lake/_ops/current.json"), 2, "--force"),
    Bad("export-into-no-folder", ("catalog", "export", "none/films.duckdb"), 2, "there is no folder none"),
    Bad("export-over-a-folder", ("catalog", "export", "lake", "--force"), 2, "lake: a folder"),
    Bad("ddl-of-a-folder", ("catalog", "ddl"), 1, "s3://bucket/prefix"),
    Bad("changes-of-a-catalog-file", ("catalog", "diff"), 1, "nothing to compare"),
    Bad("named-queries-of-a-folder", ("catalog", "queries", "list"), 5, "s3://bucket/prefix"),
    Bad("named-queries-into-a-folder", ("catalog", "queries", "push"), 5, "s3://bucket/prefix"),
    Bad("athena-on-a-folder", ("report", "roi", "--engine", "athena"), 5, "s3://bucket/prefix"),
    Bad("athena-query-on-a-folder", ("query", "SELECT 1", "--engine", "athena"), 5, "s3://bucket/prefix"),
    Bad("job-on-a-folder", ("jobs", "submit"), 5, "s3://bucket/prefix"),
    Bad("job-here-of-no-package", ("jobs", "run", "--package", "none"), 1, "none/package.json: "),
    Bad("package-in-a-file", ("jobs", "package", "--output", "x.csv"), 1, "x.csv: ", {"x.csv": b"x"}),
    Bad("zips-in-a-file", ("deploy", "package", "--output", "x.csv"), 1, "x.csv: ", {"x.csv": b"x"}),
    Bad("zips-for-no-such-processor", ("deploy", "package", "--arch", "mips"), 2, "--arch"),
    Bad("plan-of-no-stack", ("deploy", "plan", "--stack", "aws"), 2, "--stack aws"),
    Bad("plan-nowhere", ("deploy", "plan"), 5, "--region", environment=NO_AWS),
    Bad("apply-nowhere", ("deploy", "apply", "--yes"), 5, "--region", environment=NO_AWS),
    Bad("stack-nowhere", ("deploy", "status"), 5, "--region", environment=NO_AWS),
    Bad("logs-nowhere", ("deploy", "logs"), 5, "--region", environment=NO_AWS),
    Bad("token-nowhere", ("deploy", "token"), 5, "--region", environment=NO_AWS),
    Bad("destroy-nowhere", ("deploy", "destroy", "--yes"), 5, "--region", environment=NO_AWS),
    Bad("check-nowhere", ("deploy", "check", "--yes"), 5, "--region", environment=NO_AWS),
    Bad("template-unknown", ("deploy", "template", "x"), 2, "x: no template"),
    Bad("runs-of-a-job-nowhere", ("jobs", "status"), 5, "AWS_REGION", environment=NO_AWS),
    Bad("log-of-a-job-nowhere", ("jobs", "logs"), 5, "AWS_REGION", environment=NO_AWS),
    Bad("stop-of-a-job-nowhere", ("jobs", "stop"), 5, "AWS_REGION", environment=NO_AWS),
    Bad("lake-new-purge", ("purge", "--older-than", "180", "--yes", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("lake-new-purge-source", ("purge", "--source", "imdb", "--yes", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("lake-new-explain", ("explain", "tt0017136", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("lake-new-and-no-sources", ("run", "--lake", "new"), 5, "filmes-lake init"),
    Bad("run-unknown", ("runs", "20200101T000000000Z-0000"), 1, "no such run"),
    Bad("run-a-path", ("runs", "../../x"), 1, "../../x"),
    Bad("changes-of-no-version", ("diff", "one", "other"), 1, "one"),
    Bad("changes-of-a-path", ("diff", "../../x", "../../y"), 1, "../../x"),
    Bad("page-of-a-new-lake", ("dashboard", "build", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("dashboard-of-a-new-lake", ("dashboard", "publish", "--plan", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("dashboard-of-a-folder", ("dashboard", "publish"), 5, "QuickSight reads lakes in S3 only"),
    Bad("no-dashboard-of-a-folder", ("dashboard", "unpublish"), 5, "QuickSight reads lakes in S3 only"),
    Bad("page-as-of-before-all", ("dashboard", "build", "--as-of", "2020-01-01"), 1, "2020-01-01"),
    Bad("as-of-before-all", ("report", "kpis", "--as-of", "2020-01-01"), 1, "2020-01-01"),
    Bad("as-of-a-path", ("report", "kpis", "--as-of", "../../x"), 1, "../../x"),
    Bad("explain-no-title", ("explain", "no such name"), 1, "no such name"),
    Bad("settings-file-there", ("init",), 1, "--force", {"filmes-lake.toml": b"threads = 1\n"}),
]

SETTINGS = [
    Bad("lake-a-file", ("status", "--lake", "x.csv"), 5, "x.csv: not a folder", {"x.csv": b"x"}),
    Bad("lake-in-a-file", ("ingest", "csv", MOVIES, "--lake", "x.csv/lake"), 1, "x.csv", {"x.csv": b"x"}),
    Bad("lake-elsewhere", ("status", "--lake", "gs://bucket/prefix"), 5, "s3://bucket/prefix"),
    Bad("lake-without-a-colon", ("status", "--lake", "s3//bucket/prefix"), 5, "s3://bucket/prefix"),
    Bad("lake-in-no-bucket", ("status", "--lake", "s3://"), 5, "a bucket's name is missing"),
    Bad("lake-in-no-such-bucket", ("demo", "--lake", "s3://B/a b"), 5, "'B' cannot be a bucket's name"),
    Bad("lake-empty", ("status", "--lake", ""), 2, "--lake"),
    Bad("lake-empty-demo", ("demo", "--lake", ""), 2, "--lake"),
    Bad("lake-of-nobody", ("status", "--lake", "~nobody-of-this-name/lake"), 5, "~nobody-of-this-name/lake"),
    Bad("lake-name-too-long", ("status", "--lake", "x" * 5000), 5, "too long"),
    Bad("toml-malformed", ("status",), 5, "filmes-lake.toml", {"filmes-lake.toml": b"lake = \n"}),
    Bad("toml-not-utf-8", ("status",), 5, "filmes-lake.toml", {"filmes-lake.toml": b"lake = '\xff'\n"}),
    Bad("toml-unknown-key", ("status",), 5, "filmes-lake.toml", {"filmes-lake.toml": b"bucket = 'x'\n"}),
    Bad("toml-wrong-type", ("status",), 5, "filmes-lake.toml", {"filmes-lake.toml": b"lake = 3\n"}),
    Bad("threads-words", ("status",), 5, "threads", environment={"FILMES_LAKE_THREADS": "many"}),
    Bad("memory-words", ("status",), 5, "memory", environment={"FILMES_LAKE_MEMORY": "plenty"}),
    Bad("threads-too-many", ("status",), 5, f"at most {MOST_THREADS}; ", environment={"FILMES_LAKE_THREADS": "99999"}),
    Bad("threads-too-many-in-toml", ("doctor",), 5, "threads from ", {"filmes-lake.toml": b"threads = 99999\n"}),
    Bad(
        "threads-of-spark-too-many",
        ("transform", "all"),
        5,
        "spark_master from environment: 99999 threads",
        environment={"FILMES_LAKE_SPARK_MASTER": "local[99999]"},
    ),
    Bad(
        "memory-too-small",
        ("transform", "all"),
        5,
        f"at least {LEAST_MEMORY // 1_000_000}MB",
        environment={"FILMES_LAKE_MEMORY": "10MB"},
    ),
    Bad("memory-too-small-in-toml", ("status",), 5, "memory from ", {"filmes-lake.toml": b"memory = '1KB'\n"}),
    Bad(
        "spark-memory-too-small",
        ("transform", "all"),
        5,
        "400MB is less than Spark needs",
        environment={"FILMES_LAKE_SPARK_MEMORY": "400MB"},
    ),
    Bad("lake-a-file-at-init", ("init", "--lake", "x.csv"), 5, "x.csv: not a folder", {"x.csv": b"x"}),
    Bad("lake-elsewhere-at-init", ("init", "--lake", "http://example.org/lake"), 5, "s3://bucket/prefix"),
    Bad("lake-leads-out", ("status", "--lake", "s3://bucket/../x"), 5, "'..' cannot be a part of the prefix"),
    Bad("lake-like-a-partition", ("status", "--lake", "s3://bucket/year=2026"), 5, "'year=2026'"),
    Bad("lake-a-file-address", ("status", "--lake", "file:///tmp/lake"), 5, "s3://bucket/prefix"),
    Bad("toml-unknown-source", ("run",), 5, "sources.books", {"filmes-lake.toml": b"[sources]\nbooks = 'x'\n"}),
    Bad("toml-source-a-number", ("run",), 5, "sources.movies", {"filmes-lake.toml": b"[sources]\nmovies = 3\n"}),
    Bad("toml-sources-no-table", ("run",), 5, "sources", {"filmes-lake.toml": b"sources = 'x'\n"}),
    Bad("contract-unknown", ("status",), 5, "contracts.movies", environment={"FILMES_LAKE_CONTRACTS_MOVIES": "loose"}),
    Bad(
        "source-on-standard-input",
        ("run",),
        5,
        "filmes-lake.toml: - is standard input",
        {"filmes-lake.toml": b'[sources]\nmovies = "-"\n'},
    ),
    Bad("folder-on-standard-input", ("run", "--plan"), 5, "name a file", environment={"FILMES_LAKE_SOURCES_TMDB": "-"}),
    Bad("settings-in-doctor", ("doctor",), 5, "threads", environment={"FILMES_LAKE_THREADS": "0"}),
    Bad("token-of-version-3", ("ingest", "tmdb"), 5, "v3 API key", environment={"TMDB_API_TOKEN": "0a" * 16}),
    Bad("token-odd", ("run", "--plan"), 5, "not a token", environment={"TMDB_API_TOKEN": "x y"}),
    Bad(
        "tmdb-elsewhere",
        ("ingest", "tmdb"),
        5,
        "https",
        environment={"TMDB_API_TOKEN": "x" * 50, "TMDB_BASE_URL": "ftp://x"},
    ),
    Bad("spark-memory-words", ("transform", "all"), 5, "spark_memory", environment={"FILMES_LAKE_SPARK_MEMORY": "2"}),
    Bad("encryption-unknown", ("status",), 5, "encryption", environment={"FILMES_LAKE_ENCRYPTION": "rot13"}),
]

# What `query` is asked to do beyond one SELECT over the tables. `LAKE` stands for a file of the lake.
SQL = {
    "copy-out": "COPY (SELECT 1) TO 'x.csv'",
    "copy-over-a-table": "COPY (SELECT 1) TO 'LAKE' (FORMAT parquet)",
    "copy-under-explain": "EXPLAIN ANALYZE COPY (SELECT 1) TO 'LAKE' (FORMAT parquet)",
    "copy-in": "COPY dim_filme FROM 'x.csv'",
    "export": "EXPORT DATABASE 'x'",
    "create": "CREATE TABLE x AS SELECT 1",
    "create-view": "CREATE OR REPLACE VIEW dim_filme AS SELECT 1",
    "insert": "INSERT INTO dim_filme SELECT * FROM dim_filme",
    "update": "UPDATE dim_filme SET titulo_principal = 'x'",
    "delete": "DELETE FROM dim_filme",
    "drop": "DROP VIEW dim_filme",
    "alter": "ALTER VIEW dim_filme RENAME TO x",
    "attach": "ATTACH 'x.db'",
    "detach": "DETACH memory",
    "use": "USE temp",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "set": "SET threads = 1",
    "set-access": "SET enable_external_access = true",
    "reset": "RESET memory_limit",
    "pragma": "PRAGMA database_size",
    "pragma-version": "PRAGMA enable_profiling",
    "call": "CALL pragma_version()",
    "checkpoint": "CHECKPOINT",
    "begin": "BEGIN TRANSACTION",
    "prepare": "PREPARE x AS SELECT 1",
    "two": "SELECT 1; SELECT 2",
    "hidden-second": "SELECT 1; DROP VIEW dim_filme",
    "comment": "/* nothing */",
    "read-csv": "SELECT * FROM read_csv('x.csv')",
    "read-name": "SELECT * FROM 'x.csv'",
    "read-text": "SELECT * FROM read_text('x.csv')",
    "read-blob": "SELECT * FROM read_blob('/etc/passwd')",
    "read-json": "SELECT * FROM read_json('filmes-lake.toml')",
    "read-path-trick": "SELECT * FROM read_text('lake/../x.csv')",
    "read-the-pointer": "SELECT * FROM read_text('lake/_ops/current.json')",
    "list-files": "SELECT * FROM glob('*')",
    "read-web": "SELECT * FROM read_parquet('https://example.org/x.parquet')",
    "read-s3": "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "unknown-column": "SELECT nope FROM dim_filme",
    "unknown-table": "SELECT * FROM nope",
    "misspelt": "SELEC 1",
    "cut": "SELECT 1/",
    "no-number": "SELECT 'x'::INTEGER",
}

# Most of the others a session refuses in `tests/engines/duckdb/test_catalog_file.py` too.
QUICK_SQL = ("copy-over-a-table", "delete", "set", "two", "comment", "read-csv", "unknown-column", "misspelt")

BAD = [*USAGE, *SOURCES, *LAKES, *SETTINGS]
# `--json` would be taken for the value that is missing there.
BAD_AS_JSON = [bad for bad in BAD if bad.name != "value-missing"]
# The document is made at one place for all: `make test` asks each command once.
QUICK_AS_JSON = {command_of(bad.arguments): bad for bad in reversed(BAD_AS_JSON)}.values()


@pytest.fixture(scope="module")
def lake(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo's lake: one serves all cases, since none may change it."""
    return Path(shutil.copytree(demo, tmp_path_factory.mktemp("lake") / "lake"))


@pytest.fixture(scope="module")
def stored_before(lake: Path) -> dict[str, bytes]:
    return stored(lake)


@pytest.fixture
def house(here: Here, lake: Path, stored_before: dict[str, bytes]) -> Iterator[Here]:
    """The program in a folder whose `lake` is that copy. Whatever came of it, nothing was stored."""
    (here.folder / "lake").symlink_to(lake, target_is_directory=True)
    yield here
    assert stored(lake) == stored_before


def refused(house: Here, bad: Bad, *flags: str) -> Ended:
    """How the words ended, which changed nothing beside the lake either."""
    for name, data in bad.files.items():
        (house.folder / name).write_bytes(data)
    ended = house.run(*bad.arguments, *flags, **bad.environment)

    assert {path.name: path.read_bytes() for path in house.folder.iterdir() if path.is_file()} == bad.files
    assert sorted(path.name for path in house.folder.iterdir()) == sorted(["lake", *bad.files])
    return ended


def check_line(ended: Ended, code: int, says: str) -> None:
    """One line, the exit code, and what has to be said."""
    assert ended.error
    assert says in ended.err
    assert "error: unexpected" not in ended.err
    assert "Traceback" not in ended.err
    assert (ended.code, ended.out) == (code, "")


def check_document(ended: Ended, code: int, says: str) -> None:
    """The same as one document."""
    assert (ended.code, ended.err) == (code, "")
    error = ended.document["error"]
    assert set(error) == {"code", "message", "hint"}
    assert says in f"{error['message']} {error['hint']}"
    assert not error["message"].startswith("unexpected")


def name_of(bad: Bad) -> str:
    return bad.name


@pytest.mark.parametrize("bad", BAD, ids=name_of)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(bad: Bad, house: Here) -> None:
    check_line(refused(house, bad), bad.code, bad.says)


@pytest.mark.parametrize("bad", slow_but(QUICK_AS_JSON, BAD_AS_JSON), ids=name_of)
def test_what_cannot_be_done_is_one_document_where_that_is_asked_for(bad: Bad, house: Here) -> None:
    check_document(refused(house, bad, "--json"), bad.code, bad.says)


def of_sql(name: str, lake: Path) -> Bad:
    """The query as a case of its own, beside a file that it may name."""
    file = next(lake.glob("Refined/dim_filme/*/*.parquet"))
    return Bad(name, ("query", SQL[name].replace("LAKE", str(file))), 1, "", {"x.csv": b"a\n1\n"})


@pytest.mark.parametrize("name", slow_but(QUICK_SQL, SQL))
def test_a_query_that_is_no_select_over_the_tables_is_refused(name: str, house: Here, lake: Path) -> None:
    check_line(refused(house, of_sql(name, lake)), 1, "")


@pytest.mark.parametrize("name", slow_but(("delete",), SQL))
def test_a_query_that_is_refused_is_one_document_where_that_is_asked_for(name: str, house: Here, lake: Path) -> None:
    check_document(refused(house, of_sql(name, lake), "--json"), 1, "")


def test_the_table_names_each_case_once_and_covers_every_command() -> None:
    names = [bad.name for bad in BAD]
    assert len(set(names)) == len(names)
    assert len(BAD) + len(SQL) >= 40

    covered = {command_of(bad.arguments) for bad in BAD if command_of(bad.arguments)}
    untouched = sorted(" ".join(words) for words in commands().keys() - covered - {("query",)})
    assert not untouched, f"no bad input in the table for: {', '.join(untouched)}"
