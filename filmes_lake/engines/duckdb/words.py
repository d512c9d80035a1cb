"""Values that DuckDB has to put into words itself.

Python has no interval of months, which would become 30 days each, and shows bytes and intervals as it writes them in
code. DuckDB's words for them can be read back as the same values.
"""

from filmes_lake.interruption import held_back

with held_back():
    from duckdb.sqltypes import DuckDBPyType

_IN_WORDS = {"blob", "interval"}
_NESTED = {"array", "list", "map", "struct", "tuple"}


def is_in_words(kind: DuckDBPyType) -> bool:
    """Whether values of this type, or some within them, are to be put into words."""
    return kind.id in _IN_WORDS or any(map(is_in_words, _members(kind).values()))


def in_words(kind: DuckDBPyType) -> str:
    """The type as which such values are read: their own, with texts in the places of what is put into words."""
    members = {name: in_words(member) for name, member in _members(kind).items()}
    match kind.id:
        case "list":
            return f"{members['child']}[]"
        case "map":
            return f"MAP({members['key']}, {members['value']})"
        case "struct":
            return f"STRUCT({', '.join(f'{_name(name)} {member}' for name, member in members.items())})"
        case _:
            return "VARCHAR" if is_in_words(kind) else str(kind)


def _members(kind: DuckDBPyType) -> dict[str, DuckDBPyType]:
    """The types that a type is made of, by their names."""
    members = dict(kind.children) if kind.id in _NESTED else {}
    return {name: member for name, member in members.items() if isinstance(member, DuckDBPyType)}


def _name(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
