"""What a purge deleted, or would delete, on a terminal and as JSON."""

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
    what = "deleted" if done else "would be deleted"
    for found in result.purged:
        console.line(f"{found.name}: {found.answers:,} answers fetched before {result.before:%Y-%m-%d} {what}")
    console.line(f"versions that held such answers {what}: {', '.join(result.versions) or 'none'}")
