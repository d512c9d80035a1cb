"""A check of a deployment as the terminal shows it: its price first, each piece as it ends, what came of them all."""

from collections.abc import Sequence
from dataclasses import asdict

from filmes_lake.console import Console
from filmes_lake.deploy.checking.check import Deployed
from filmes_lake.deploy.checking.estimate import estimate
from filmes_lake.deploy.checking.proving import Outcome, Result, Told, has_failed
from filmes_lake.deploy.wishes import left_out
from filmes_lake.progress import format_duration

_OUTCOME, _PIECE = max(map(len, Outcome)), 34


def show_price(console: Console, deployed: Deployed, *, with_glue: bool) -> None:
    """Say what the check costs, needs and does, before anybody is asked; not in a document, which comes at the end."""
    found = estimate(deployed, with_glue=with_glue)
    price = "no price is known here" if found.dollars is None else f"about US$ {found.dollars:.4f}"
    for line in (
        f"check of stack {deployed.stack.name} in {deployed.region}, beside the lake {deployed.lake}",
        f"it costs {price}, computed by prices of {found.as_of}, and S3's requests",
        f"it needs to: {', '.join(found.permissions)} (docs/aws.md: check.json)",
        "it takes some ten minutes, most of them until an alarm clears; whoever hears of alarms hears of this one",
        *(f"the stack leaves out: {said}" for said in left_out(deployed.parameters)),
    ):
        console.note(line)


def telling(console: Console) -> Told:
    """What writes each piece as it ends."""
    return lambda result: None if console.as_json else _show(console, result)


def show_results(console: Console, deployed: Deployed, results: Sequence[Result]) -> None:
    """Write what came of all of them."""
    dollars = sum(result.dollars or 0.0 for result in results)
    seconds = round(sum(result.seconds for result in results), 3)
    if console.as_json:
        console.document(
            {
                "stack": deployed.stack.name,
                "region": deployed.region,
                "lake": deployed.lake,
                "works": not has_failed(results),
                "seconds": seconds,
                "dollars": dollars,
                "left_out": left_out(deployed.parameters),
                "pieces": [asdict(result) for result in results],
            }
        )
        return
    counts = {outcome: sum(result.outcome is outcome for result in results) for outcome in Outcome}
    said = ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items() if count)
    console.line(f"{said}; {format_duration(seconds)}, US$ {dollars:.6f} computed, S3's requests on top")


def _show(console: Console, result: Result) -> None:
    took = f"{result.seconds:.1f} s"
    if result.dollars:
        took += f", US$ {result.dollars:.6f}"
    timed = f" ({took})" if result.outcome in (Outcome.PASSED, Outcome.FAILED) else ""
    console.line(f"{result.outcome.value:<{_OUTCOME}}  {result.piece:<{_PIECE}}  {result.what}{timed}")
    if result.hint:
        console.line(f"{'':<{_OUTCOME}}  {'':<{_PIECE}}  -> {result.hint}")
