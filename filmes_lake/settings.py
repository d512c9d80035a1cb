"""The program's settings: flag > environment (`FILMES_LAKE_*`) > `filmes-lake.toml` > the user's own file > default."""

import codecs
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, field_validator
from pydantic_core import PydanticCustomError

from filmes_lake.errors import SettingsError, UsageError
from filmes_lake.interruption import held_back
from filmes_lake.language import Language
from filmes_lake.memory import usual_memory

ENVIRONMENT_PREFIX = "FILMES_LAKE_"
FILE_NAME = "filmes-lake.toml"
MAX_UNPACKED = "20GB"  # some five times the largest of IMDb's files, title.principals.tsv
UTF_8 = "utf-8"
_SIZE = r"^[0-9]+ ?[KMGT]i?B$"
_COMMAND_LINE = "command line"
# What pydantic says of these helps nobody: a regular expression, say. The hint has an example, or what was meant.
_IN_OUR_WORDS = {"string_pattern_mismatch": "not written as it should be", "extra_forbidden": "no such setting"}


class Encryption(StrEnum):
    """Who says how objects in S3 are encrypted: the program (AES256, S3's own keys) or the bucket's default."""

    AES256 = "AES256"
    BUCKET = "bucket"


_UNITS = {"K": 1, "M": 2, "G": 3, "T": 4}


def bytes_of(size: str) -> int:
    """The bytes of a size as settings have them: 10MB is ten million, 10MiB is 10 * 1024**2."""
    number, prefix = re.sub("[^0-9]", "", size), re.sub("[^KMGT]", "", size)
    scale: int = (1024 if "i" in size else 1000) ** _UNITS[prefix]
    return int(number) * scale


CORES = os.cpu_count() or 1
"""Cores of this machine."""

MOST_THREADS = 4 * CORES
"""More only wait for each other; 99,999 took a machine down."""

# Measured with the bundled sample: its tables are made in 20 MB with one thread, 35 MB with 2, 50 MB with 8, 60 MB with
# 32, 150 MB with 64; not in 10 MB with one, 30 MB with 2, 45 MB with 8, 100 MB with 64.
LEAST_MEMORY = max(60_000_000, 3_000_000 * CORES)
"""Bytes below which DuckDB cannot make the tables of even the sample."""

LEAST_SPARK_MEMORY = 500_000_000
"""Bytes of heap with which Spark makes the sample's tables; with less than 1.5 x 300 MiB it does not start."""

# What Python has as encodings of texts and no file is written in.
_NO_ENCODINGS = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}

_LOCAL_SPARK = re.compile(r"local\[([0-9]+)(,[0-9]+)?\]")
# See https://spark.apache.org/docs/3.5.6/submitting-applications.html#master-urls
_SPARK_MASTER = re.compile(r"local(\[[0-9*]+(,[0-9]+)?\])?|spark://[^/]+:[0-9]+|yarn|k8s://.+")


class Table(BaseModel):
    """A table of settings; its keys are declared by the sources, see `settings_with`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*")
    @classmethod
    def _read_again(cls, value: Any) -> Any:
        """`run` reads what a setting names to see whether it changed, and then once more: a pipe is read once."""
        if value == Path("-"):
            raise _refusal("- is standard input, which `run` cannot read twice", "name a file; `ingest` itself takes -")
        return value


class Settings(BaseModel):
    """What can be set. Every name is a key of the file and, in upper case after the prefix, an environment variable.

    A table's key is a variable with the table's name before it: FILMES_LAKE_CONTRACTS_MOVIES.
    """

    # Built when settings are loaded, and only as the model of `settings_with`: that takes milliseconds.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    lake: str = Field("./lake", min_length=1, description="The lake: a folder, or s3://bucket/prefix.")
    lang: Language = Field(Language.ENGLISH, description="The language of reports and of their page: pt or en.")
    memory: str = Field(
        default_factory=usual_memory,
        pattern=_SIZE,
        examples=["550MB"],
        description="Memory DuckDB may use before it spills.",
    )
    tmdb_language: str = Field(
        "pt-BR", pattern=r"^[a-z]{2}(-[A-Z]{2})?$", description="The language of TMDB's titles and texts."
    )
    tmdb_rate: float = Field(40, gt=0, le=50, description="Requests a second to TMDB, which takes some 40 to 50.")
    tmdb_max_age: int = Field(150, ge=0, le=180, description="Days after which an answer of TMDB's is fetched again.")
    tmdb_token_parameter: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9_./-]{1,1011}$",
        examples=["/filmes-lake/tmdb-token"],
        description="The SSM parameter, a SecureString, with TMDB's token; read where TMDB_API_TOKEN is not set.",
    )
    threads: int | None = Field(
        None,
        ge=1,
        examples=[4],
        description="Threads DuckDB may use, one for each 50 MB of `memory` at most; all cores where unset.",
    )
    max_unpacked: str = Field(
        MAX_UNPACKED, pattern=_SIZE, description="Bytes to which a gzip file may unpack before it is refused."
    )
    csv_encoding: str = Field(UTF_8, description="The encoding of CSVs: utf-8, latin-1, cp1252, utf-16, ...")
    cache: Path | None = Field(
        None,
        examples=["~/.cache/filmes-lake"],
        description="Where copies of a lake in S3 lie, and what `run` downloads; the user's cache where unset.",
    )
    state: Path | None = Field(
        None,
        examples=["~/.local/state/filmes-lake"],
        description="Where TMDB's answers to a lake in S3 wait for their part; the user's state folder where unset.",
    )
    encryption: Encryption = Field(Encryption.AES256, description="What S3 encrypts with; `bucket`: its own default.")
    database: str = Field(
        "filmes_lake", pattern=r"^[a-z0-9_]{1,255}$", description="The Glue Data Catalog's database of a lake in S3."
    )
    workgroup: str | None = Field(
        None,
        pattern=r"^[a-zA-Z0-9._-]{1,128}$",
        examples=["primary"],
        description="Athena's workgroup; set, it runs the reports on S3.",
    )
    athena_output: str | None = Field(
        None,
        pattern=r"^s3://.+",
        examples=["s3://my-bucket/athena/"],
        description="Where Athena's results go, if the workgroup does not set it.",
    )
    quicksight_role: str | None = Field(
        None,
        pattern=r"^arn:[a-z-]+:iam::[0-9]{12}:role/.+",
        examples=["arn:aws:iam::111122223333:role/filmes-lake-dashboard"],
        description="The role with which QuickSight asks Athena; its own where unset.",
    )
    max_scan: str | None = Field(
        None, pattern=_SIZE, examples=["1GB"], description="Bytes an Athena query may read, such as 1GB."
    )
    strict: bool = Field(default=False, description="Whether a transform publishes nothing where values became null.")
    spark_master: str = Field(
        "local[*]", min_length=1, description="Where Spark runs; local[2] is this machine, 2 cores."
    )
    spark_memory: str = Field(
        "2GB", pattern=_SIZE, description="Memory of Spark's JVM, and of each that a cluster runs for it."
    )
    spark_wait: int = Field(180, ge=1, le=86400, description="Seconds in which a Spark cluster has to begin.")
    glue_role: str | None = Field(
        None, min_length=1, examples=["filmes-lake-glue"], description="The role of the Glue job: a name or an ARN."
    )
    glue_job: str = Field("filmes-lake", pattern=r"^[A-Za-z0-9_-]{1,255}$", description="The Glue job's name.")
    glue_workers: int = Field(2, ge=2, le=299, description="G.1X workers of the Glue job, one of which is the driver.")
    glue_timeout: int = Field(60, ge=1, le=10080, description="Minutes after which Glue stops a run of the job.")
    glue_package: Path | None = Field(
        None, examples=["dist/glue"], description="A folder made by `jobs package`; else one is made."
    )
    # Three times the full size: at four times the temporary files come to 2 GB.
    glue_above: str = Field(
        "750MB",
        pattern=_SIZE,
        description="Bytes of raw files above which functions in Lambda leave the tables to Glue.",
    )
    contracts: Table = Field(Table(), description="What happens when a CSV gains a column.")
    sources: Table = Field(Table(), description="What `filmes-lake run` ingests.")
    imdb: Table = Field(Table(), description="IMDb's own files: which of their titles the tables take.")

    @field_validator("threads")
    @classmethod
    def _few_threads(cls, threads: int | None) -> int | None:
        return None if threads is None else _at_most_threads(threads)

    @field_validator("spark_master")
    @classmethod
    def _master_of_spark(cls, master: str) -> str:
        if not _SPARK_MASTER.fullmatch(master):
            raise _refusal(f"{master} is no address of a Spark master", "for example: local[*], spark://host:7077")
        if found := _LOCAL_SPARK.fullmatch(master):
            _at_most_threads(int(found[1]))
        return master

    @field_validator("memory")
    @classmethod
    def _enough_memory(cls, memory: str) -> str:
        return _at_least(memory, LEAST_MEMORY, "DuckDB")

    @field_validator("spark_memory")
    @classmethod
    def _enough_memory_of_spark(cls, memory: str) -> str:
        return _at_least(memory, LEAST_SPARK_MEMORY, "Spark")

    @field_validator("csv_encoding")
    @classmethod
    def _known_encoding(cls, encoding: str) -> str:
        """The encoding as Python calls it; a mark at the beginning of UTF-8 is passed over anyhow."""
        hint = f"for example: {UTF_8}, latin-1, cp1252, utf-16"
        try:
            "".encode(encoding)  # of what is an encoding, but not of texts, only this tells
            name = codecs.lookup(encoding).name.removesuffix("-sig")
        except (LookupError, ValueError) as error:
            raise _refusal(f"{encoding} is no encoding of texts", hint) from error
        if name in _NO_ENCODINGS:
            raise _refusal(f"no file is written in {encoding}", hint)
        return name

    def source(self, name: str) -> Path | None:
        """What `sources` names under a source's key, a path of the working folder; None where that is none."""
        found = getattr(self.sources, name)
        return found if isinstance(found, Path) else None

    @property
    def largest_unpacked(self) -> int:
        """Bytes to which a gzip file may unpack."""
        return bytes_of(self.max_unpacked)

    @property
    def contract_by_table(self) -> dict[str, str]:
        """What happens when the files of a raw table gain a column, "strict" or "evolve", by the table's name."""
        return dict(self.contracts)


def _at_most_threads(threads: int) -> int:
    if threads > MOST_THREADS:
        raise _refusal(
            f"{threads} threads are more than four for each of this machine's {CORES} cores",
            f"at most {MOST_THREADS}; unset, all cores are used",
        )
    return threads


def _at_least(memory: str, least: int, engine: str) -> str:
    if bytes_of(memory) < least:
        raise _refusal(f"{memory} is less than {engine} needs", f"at least {least // 1_000_000}MB")
    return memory


def _refusal(what: str, hint: str) -> PydanticCustomError:
    """Why a setting cannot have this value, and which it could have."""
    return PydanticCustomError("setting", "{what}", {"what": what, "hint": hint})


def settings_with(declared: Mapping[str, tuple[Any, Any]]) -> type[Settings]:
    """The settings with these keys of tables: a type and a pydantic field by a name such as `sources.movies`."""
    tables: dict[str, Any] = {}
    for name, field in Settings.model_fields.items():
        keys: dict[str, Any] = {
            key.partition(".")[2]: found for key, found in declared.items() if key.partition(".")[0] == name
        }
        if keys:
            table: Any = create_model(name.capitalize(), __base__=Table, **keys)
            tables[name] = (table, Field(table(), description=field.description))
    made: type[Settings] = create_model("Settings", __base__=Settings, **tables)
    return made


def load_settings(
    flags: Mapping[str, Any],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    user_file: Path | None = None,
    *,
    model: type[Settings],
) -> Settings:
    """Merge the sources, strongest first; SettingsError names the source of a value that cannot be.

    `model` says what can be set, see `settings_with`. What is left out is the process's own: its environment, its
    working folder, its user's file.
    """
    found: dict[str, tuple[Any, str]] = {}
    for where, values in (
        *((str(path), _read_toml(path)) for path in (user_file or _user_file(), (folder or _here()) / FILE_NAME)),
        ("environment", _from_environment(model, os.environ if environment is None else environment)),
        (_COMMAND_LINE, {name: value for name, value in flags.items() if value is not None}),
    ):
        found.update({name: (value, where) for name, value in _flat(model, values).items()})
    try:
        with held_back():  # pydantic loses an interruption that comes while it builds the model
            return model(**_nested({name: value for name, (value, _) in found.items()}))
    except ValidationError as error:
        first = error.errors()[0]
        table, *keys = map(str, first["loc"])
        name = f"{table}.{keys[0]}" if table not in found and keys else table
        where = found[name][1]
        message = _IN_OUR_WORDS.get(first["type"], first["msg"])
        hint = first.get("ctx", {}).get("hint") or _hint(model, name)
        if where == _COMMAND_LINE:
            option = re.sub("^(csv|tmdb)_", "", name).replace("_", "-")
            raise UsageError(f"--{option}: {message}", hint) from error
        raise SettingsError(f"{name} from {where}: {message}", hint) from error


def setting_names(model: type[Settings]) -> list[str]:
    """Every setting; a table's keys with its name before them: contracts.movies."""
    return [
        f"{name}.{key}" if key else name
        for name, field in model.model_fields.items()
        for key in (type(field.default).model_fields if isinstance(field.default, BaseModel) else [""])
    ]


def variable_of(name: str) -> str:
    """The environment variable of a setting: FILMES_LAKE_CONTRACTS_MOVIES."""
    return ENVIRONMENT_PREFIX + name.upper().replace(".", "_")


def _hint(model: type[Settings], name: str) -> str:
    """What a setting could be, or which one was meant."""
    known = setting_names(model)
    if name not in known:
        meant = _nearest(name, known, 0.6)
        return f"{f'did you mean {meant}? ' if meant else ''}known settings: {', '.join(known)}"
    table, _, key = name.partition(".")
    fields = model.model_fields if not key else type(model.model_fields[table].default).model_fields
    field = fields[key or table]
    example = next(iter(field.examples or ()), field.default)
    return f"for example: {example}" if example is not None else f"known settings: {', '.join(known)}"


def _flat(model: type[Settings], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values under `setting_names`: each key of a table has a source of its own; what is no table is left."""
    tables = {name.partition(".")[0] for name in setting_names(model) if "." in name}
    flat = {name: value for name, value in values.items() if name not in tables or not isinstance(value, dict)}
    for table in tables & values.keys() - flat.keys():
        flat.update({f"{table}.{key}": value for key, value in values[table].items()})
    return flat


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in sorted(flat, key=lambda name: "." not in name):  # what is no table is an error that has to be reported
        table, _, key = name.partition(".")
        values[table] = {**values.get(table, {}), key: flat[name]} if key else flat[name]
    return values


def _from_environment(model: type[Settings], environment: Mapping[str, str]) -> dict[str, str]:
    names = {variable_of(name): name for name in setting_names(model)}
    for variable in environment:
        if variable.startswith(ENVIRONMENT_PREFIX) and variable not in names:
            _refuse_slip(variable, names)
    return {names[key]: value for key, value in environment.items() if key in names and value}


def _refuse_slip(variable: str, names: Iterable[str]) -> None:
    """SettingsError where a variable is nearly one of ours; others under our prefix may be somebody else's."""
    ours = {name.removeprefix(ENVIRONMENT_PREFIX): name for name in names}
    if meant := _nearest(variable.removeprefix(ENVIRONMENT_PREFIX), ours, 0.8):
        raise SettingsError(f"{variable} from environment: no such setting", f"did you mean {ours[meant]}?")


def _nearest(name: str, known: Iterable[str], likeness: float) -> str | None:
    """The known name that is most like this one, if it is as like as that: from 0 to 1, as difflib measures it."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), 1, likeness)), None)


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise SettingsError("the working folder is gone", "change to one that is there: cd ~") from error


def _user_file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("filmes-lake") / "config.toml"


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors begin a file with a mark
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        said = f"{path}: cannot be read: {error.strerror}"
        raise SettingsError(said, "check what it is and its permissions") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}", "fix or remove the file") from error
