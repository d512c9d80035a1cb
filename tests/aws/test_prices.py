"""What a query, a run, and a refresh by functions cost, which is computed, from processor seconds measured here."""

from pathlib import Path

import pytest

from filmes_lake.aws.prices import PRICES, prices_in

VIRGINIA = PRICES["us-east-1"]


@pytest.mark.parametrize(
    ("scanned", "dollars"),
    [(0, 0.0), (1, 10 / 1024**2 * 5), (11 * 1024**2 + 1, 12 / 1024**2 * 5), (1024**4, 5.0)],
)
def test_a_scan_is_rounded_up_to_megabytes_and_to_ten(scanned: int, dollars: float) -> None:
    assert VIRGINIA.of_scan(scanned) == pytest.approx(dollars)


@pytest.mark.parametrize(("seconds", "dollars"), [(10, 2 * 0.44 / 60), (3600, 0.88)])
def test_a_run_costs_at_least_a_minute(seconds: float, dollars: float) -> None:
    assert VIRGINIA.of_run(2, seconds) == pytest.approx(dollars)


def test_a_region_without_a_known_price_has_none() -> None:
    assert prices_in("mars-north-1") is None


MEGABYTES = 1769  # with which a function has one whole processor
# Processor seconds of functions that start anew: `python -m bench lambda`.
TRANSFORM = {"real files": 9.9, "full size": 36.2}
PLAN, REGISTER = 1.9, 1.4  # at full size
TRANSITIONS = 12  # with a call that asks, of which there is none here
DOCUMENT = (Path(__file__).parents[2] / "docs/aws.md").read_text(encoding="utf-8")


def of_refresh(region: str, seconds: float) -> float:
    """Dollars of a refresh that has nothing to ask."""
    prices = PRICES[region]
    return sum(prices.of_function(MEGABYTES, call) for call in (PLAN, seconds, REGISTER)) + prices.of_transitions(
        TRANSITIONS
    )


@pytest.mark.parametrize("size", TRANSFORM)
def test_the_computed_costs_of_a_refresh_are_those_of_the_document(size: str) -> None:
    seconds = TRANSFORM[size]
    transform = VIRGINIA.of_function(MEGABYTES, seconds)
    refreshes = [of_refresh(region, seconds) for region in ("us-east-1", "sa-east-1")]

    row = f"| {size} | {seconds} | {MEGABYTES / 1024 * seconds:.0f} | {transform:.5f} | "
    assert row + " | ".join(f"{dollars:.4f}" for dollars in refreshes) + " |" in DOCUMENT
    assert transform <= 0.002
    assert max(refreshes) <= 0.005
