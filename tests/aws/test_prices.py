"""What a query and a run cost."""

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
