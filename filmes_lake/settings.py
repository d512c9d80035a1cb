"""The program's settings: flag > environment (`FILMES_LAKE_*`) > `filmes-lake.toml` > the user's own file > default."""

import os
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from filmes_lake.errors import SettingsError, UsageError

ENVIRONMENT_PREFIX = "FILMES_LAKE_"
FILE_NAME = "filmes-lake.toml"
_SIZE = r"^[0-9]+ ?[KMGT]i?B$"
_COMMAND_LINE = "command line"


class Encryption(StrEnum):
    """Who says how objects in S3 are encrypted: the program (AES256, S3's own keys) or the bucket's default."""

    AES256 = "AES256"
    BUCKET = "bucket"


Contract = Literal["strict", "evolve"]


class Contracts(BaseModel):
    """What happens when the CSVs of a kind gain a column: it is refused, or kept in Raw and in no table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    movies: Contract = "strict"
    series: Contract = "strict"


class Settings(BaseModel):
    """What can be set. Every name is a key of the file and, in upper case after the prefix, an environment variable.

    A table's key is a variable with the table's name before it: FILMES_LAKE_CONTRACTS_MOVIES.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lake: str = Field("./lake", min_length=1, description="The lake: a folder, or s3://bucket/prefix.")
    memory: str = Field("550MB", pattern=_SIZE, description="Memory DuckDB may use before it spills.")
    tmdb_language: str = Field(
        "pt-BR", pattern=r"^[a-z]{2}(-[A-Z]{2})?$", description="The language TMDB is asked for."
    )
    tmdb_rate: float = Field(40, gt=0, le=50, description="Requests a second to TMDB, which takes some 40 to 50.")
    tmdb_max_age: int = Field(150, ge=0, le=180, description="Days after which an answer of TMDB's is asked for again.")
    threads: int | None = Field(None, ge=1, description="Threads DuckDB may use; all cores where unset.")
    cache: Path | None = Field(None, description="Where copies of a lake in S3 lie; the user's cache where unset.")
    encryption: Encryption = Field(Encryption.AES256, description="What S3 encrypts with; `bucket`: its own default.")
    spark_master: str = Field(
        "local[*]", min_length=1, description="Where Spark runs; local[2] is this machine, 2 cores."
    )
    spark_memory: str = Field("2GB", pattern=_SIZE, description="Memory of Spark's JVM.")
    contracts: Contracts = Field(Contracts(), description="Per kind of CSV: strict or evolve.")


def load_settings(
    flags: Mapping[str, Any],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    user_file: Path | None = None,
) -> Settings:
    """Merge the sources, strongest first; SettingsError names the source of a value that cannot be.

    What is left out is the process's own: its environment, its working folder, its user's file.
    """
    found: dict[str, tuple[Any, str]] = {}
    for where, values in (
        *((str(path), _read_toml(path)) for path in (user_file or _user_file(), (folder or Path.cwd()) / FILE_NAME)),
        ("environment", _from_environment(os.environ if environment is None else environment)),
        (_COMMAND_LINE, {name: value for name, value in flags.items() if value is not None}),
    ):
        found.update({name: (value, where) for name, value in _flat(values).items()})
    try:
        return Settings(**_nested({name: value for name, (value, _) in found.items()}))
    except ValidationError as error:
        first = error.errors()[0]
        table, *keys = map(str, first["loc"])
        name = f"{table}.{keys[0]}" if table not in found and keys else table
        where = found[name][1]
        if where == _COMMAND_LINE:
            raise UsageError(f"--{name.removeprefix('tmdb_').replace('_', '-')}: {first['msg']}") from error
        known = ", ".join(_names())
        raise SettingsError(f"{name} from {where}: {first['msg']}", f"known settings: {known}") from error


def _names() -> list[str]:
    """Every setting; a table's keys with its name before them: contracts.movies."""
    return [
        f"{name}.{key}" if key else name
        for name, field in Settings.model_fields.items()
        for key in (Contracts.model_fields if field.annotation is Contracts else [""])
    ]


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values under `_names`, so that each key of a table has a source of its own; what is no table is left."""
    tables = {name.partition(".")[0] for name in _names() if "." in name}
    flat = {name: value for name, value in values.items() if name not in tables or not isinstance(value, dict)}
    for table in tables & values.keys() - flat.keys():
        flat.update({f"{table}.{key}": value for key, value in values[table].items()})
    return flat


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in sorted(flat, key=lambda name: "." not in name):  # what is no table is an error that has to be told
        table, _, key = name.partition(".")
        values[table] = {**values.get(table, {}), key: flat[name]} if key else flat[name]
    return values


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    names = {ENVIRONMENT_PREFIX + name.upper().replace(".", "_"): name for name in _names()}
    return {names[key]: value for key, value in environment.items() if key in names and value}


def _user_file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("filmes-lake") / "config.toml"


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}", "mend or remove the file") from error
