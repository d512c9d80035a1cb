"""What a purge deleted, or would delete, on a terminal and as JSON."""

from collections.abc import Iterator

from filmes_lake.console import Console
from filmes_lake.workflows.purge import PurgeResult


def show(console: Console, result: PurgeResult, *, done: bool) -> None:
    """Write the answers by kind, and the versions that go with them."""
    if console.as_json:
        console.document(
            {
                "before": result.before,
                "done": done,
                "answers": {found.name: found.answers for found in result.purged},
                "versions": result.versions,
                "error_lists": result.error_lists,
            }
        )
        return
    console.lines(_lines(result, "deleted" if done else "would be deleted"))


def confirmed(console: Console, result: PurgeResult) -> bool:
    """Say what would be deleted, and ask whether it shall be."""
    for line in _lines(result, "would be deleted"):
        console.note(line)
    return console.confirm("Delete this for good?")


def _lines(result: PurgeResult, what: str) -> Iterator[str]:
    for found in result.purged:
        yield f"{found.name}: {found.answers:,} answers fetched before {result.before:%Y-%m-%d} {what}"
    yield f"versions that held such answers {what}: {', '.join(result.versions) or 'none'}"
    if result.error_lists:
        yield f"lists of lines that were no records {what}: {len(result.error_lists):,}"
