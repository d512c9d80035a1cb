"""The contract of a CSV's header: which kind of file it is, and whether its columns are those agreed on.

A strict contract takes the model's header, word for word. An evolving one takes new columns anywhere and reads all
by their names; a column that is missing, renamed or there twice is refused by both.
"""

from collections.abc import Collection

from filmes_lake.errors import SourceError
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import DELIMITER, header_of


def kind_of(header: tuple[str, ...], source: str, expected: Kind | None, evolving: Collection[Kind]) -> Kind:
    """The kind whose header this is; SourceError names the columns that break the contract.

    `evolving` are the kinds whose files may have columns that the lake does not know.
    """
    for kind in Kind:
        if header == header_of(kind):
            if expected not in (None, kind):
                raise SourceError(f"{source}:1: this is the header of {kind.value}, not of {expected}", "check --kind")
            return kind
    if len(header) == 1:
        raise SourceError(f"{source}:1: no {DELIMITER} in the header", f"columns must be separated by {DELIMITER}")
    nearest = expected or max(Kind, key=lambda kind: len(set(header) & set(header_of(kind))))
    wanted = header_of(nearest)
    if not _has_grown(header, wanted):
        raise SourceError(
            f"{source}:1: {_difference(header, wanted)}", f"a {nearest.value} CSV begins: {DELIMITER.join(wanted)}"
        )
    if nearest not in evolving:
        raise SourceError(
            f"{source}:1: {_difference(header, wanted)}",
            f'to take new columns, write {nearest.value} = "evolve" under [contracts] in filmes-lake.toml',
        )
    return nearest


def new_columns(header: tuple[str, ...], kind: Kind) -> tuple[str, ...]:
    """The header's columns that no table has, in its order."""
    return tuple(name for name in header if name not in header_of(kind))


def shown(name: str) -> str:
    """A column's name as a message can show it: one line of a terminal, whatever the file holds."""
    return name[:40] if name.isprintable() else repr(name[:40])


def _has_grown(header: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether all that is wanted is there and more: each column once, and with a name."""
    gained = set(header) - set(wanted)
    return bool(gained) and len(set(header)) == len(header) == len(gained) + len(wanted) and all(map(str.strip, gained))


def _difference(found: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    missing = [name for name in wanted if name not in found]
    unknown = [name for name in found if name not in wanted]
    if not missing and not unknown and len(found) == len(wanted):
        place = next(place for place in range(len(wanted)) if found[place] != wanted[place])
        return f"column {place + 1} is {found[place]!r}, expected {wanted[place]!r}"
    notes = [f"missing: {', '.join(missing)}"] if missing else []
    notes += [f"unknown: {', '.join(shown(name) for name in unknown[:5])}"] if unknown else []
    return f"expected {len(wanted)} columns, found {len(found)} ({'; '.join(notes) or 'a column stands twice'})"
