"""What a purge deleted, or would delete, on a terminal and as JSON."""

from collections.abc import Iterator

from filmes_lake.console import Console
from filmes_lake.progress import format_bytes
from filmes_lake.workflows.purge import PurgeResult
from filmes_lake.workflows.purge_snapshots import PurgedSnapshots


def show(console: Console, result: PurgeResult | PurgedSnapshots, *, done: bool) -> None:
    """Write the answers by kind and the versions that go with them, or the files of a source."""
    if console.as_json:
        console.document(_document(result, done=done))
        return
    console.lines(_lines(result, "deleted" if done else "would be deleted"))


def confirmed(console: Console, result: PurgeResult | PurgedSnapshots) -> bool:
    """Say what would be deleted, and ask whether it shall be."""
    for line in _lines(result, "would be deleted"):
        console.note(line)
    return console.confirm("Delete this for good?")


def _document(result: PurgeResult | PurgedSnapshots, *, done: bool) -> dict[str, object]:
    if isinstance(result, PurgedSnapshots):
        keys = [file.key for file in result.files]
        return {"source": result.source, "done": done, "files": keys, "bytes": result.bytes}
    return {
        "before": result.before,
        "done": done,
        "answers": {found.name: found.answers for found in result.purged},
        "versions": result.versions,
        "error_lists": result.error_lists,
    }


def _lines(result: PurgeResult | PurgedSnapshots, what: str) -> Iterator[str]:
    return _of_files(result, what) if isinstance(result, PurgedSnapshots) else _of_answers(result, what)


def _of_files(result: PurgedSnapshots, what: str) -> Iterator[str]:
    size = format_bytes(result.bytes)
    yield f"{result.source}: {len(result.files):,} files ({size}) that no version names {what}"
    yield from (file.key for file in result.files)


def _of_answers(result: PurgeResult, what: str) -> Iterator[str]:
    for found in result.purged:
        yield f"{found.name}: {found.answers:,} answers fetched before {result.before:%Y-%m-%d} {what}"
    yield f"versions that held such answers {what}: {', '.join(result.versions) or 'none'}"
    if result.error_lists:
        yield f"lists of lines that were no records {what}: {len(result.error_lists):,}"
