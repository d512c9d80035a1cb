"""The commented `filmes-lake.toml` that `init` writes: every setting with its meaning, its default and its variable."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from filmes_lake.errors import AlreadyExists, LakeError, UsageError
from filmes_lake.lake.storage.files import writing
from filmes_lake.settings import FILE_NAME, Settings, variable_of

_HEAD = """\
# Settings of filmes-lake for the folder it is called in. A line that begins with "# " and a name shows a default or an
# example: take the "# " away to set it. Flags and the environment (the names in brackets) override this file.
# TMDB's token is read from TMDB_API_TOKEN only.
"""


def settings_text(model: type[Settings], given: Mapping[str, str]) -> str:
    """The file's text for what `model` says can be set.

    `given` has values by the settings' names, such as `lake` and `sources.movies`.
    """
    fields = model.model_fields.items()
    # What stands after a table's head belongs to that table, so tables come last.
    plain = [_entry(name, field, given) for name, field in fields if not isinstance(field.default, BaseModel)]
    tables = [
        f"# {field.description}\n[{name}]\n" + "\n".join(_entries(name, type(field.default), given))
        for name, field in fields
        if isinstance(field.default, BaseModel)
    ]
    return "\n".join([_HEAD, *plain, *tables])


def _entries(table: str, model: type[BaseModel], given: Mapping[str, str]) -> Iterator[str]:
    return (_entry(f"{table}.{key}", field, given) for key, field in model.model_fields.items())


def _entry(name: str, field: FieldInfo, given: Mapping[str, str]) -> str:
    value = given[name] if name in given else _shown(field)
    line = f"{name.rpartition('.')[2]} = {_toml(value)}"
    return f"# {field.description} ({variable_of(name)})\n{'' if name in given else '# '}{line}\n"


def _shown(field: FieldInfo) -> Any:
    """The field's example or, where there is none, the default."""
    return next(iter(field.examples or ()), field.default)


def _toml(value: Any) -> str:
    """A number or a text as TOML writes it: its basic strings are JSON's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@contextmanager
def written(text: str, *, force: bool) -> Iterator[Path]:
    """Write the file in the working folder, whole; what was there is back where the block fails.

    AlreadyExists where there is one and nobody said `force`.
    """
    path = Path.cwd() / FILE_NAME
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise LakeError(f"{path}: not a regular file", "move it away, then run again")
    if path.exists() and not force:
        raise AlreadyExists(f"{path}: already exists; nothing was changed", "edit it, or overwrite it with --force")
    before = path.read_bytes() if path.exists() else None
    try:
        _write(path, text.encode())
        yield path
    except UnicodeEncodeError as error:
        raise UsageError(f"{path}: a name in it is no UTF-8", "rename the file or folder") from error
    except BaseException:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            _write(path, before)
        raise


def _write(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with writing(path):
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
