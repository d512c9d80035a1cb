"""What AWS asks for, in US dollars, as far as was known on `AS_OF`. The only place with a price.

Taxes, free tiers and discounts are left out. Athena's price in sa-east-1 could not be confirmed when this was written,
and Lambda's are second-hand: AWS's own page makes its table by a script.
https://aws.amazon.com/athena/pricing and https://aws.amazon.com/glue/pricing, from `AS_OF_LAMBDA` also
https://aws.amazon.com/lambda/pricing, https://aws.amazon.com/step-functions/pricing and
https://aws.amazon.com/cloudwatch/pricing; the price of an alarm could not be confirmed, nor could any of CloudWatch's
in sa-east-1, where they are higher. Those of QuickSight are second-hand as well, of `AS_OF_QUICKSIGHT`:
https://aws.amazon.com/quick/pricing
"""

from dataclasses import dataclass
from datetime import date

AS_OF = date(2026, 11, 24)
AS_OF_LAMBDA = date(2026, 11, 28)
AS_OF_QUICKSIGHT = date(2026, 10, 7)

_TERABYTE = 1024**4
# Athena rounds each query up to a whole megabyte and to 10 of them.
_MEGABYTE = 1024**2
_LEAST_MEGABYTES = 10
# Lambda and Step Functions, of arm64; a function bills the memory that it is given, in GiB.
_PER_GB_SECOND, _PER_REQUEST = 0.0000133334, 0.20 / 1_000_000
_MEGABYTES_OF_A_GB = 1024
# Glue bills by the second, and at least a minute of each run.
_LEAST_SECONDS = 60


@dataclass(frozen=True)
class QuickSightPrices:
    """What QuickSight asks for by the month: for each user, and for each GB that SPICE holds beyond those included."""

    author: float
    reader: float
    per_spice_gb: float
    spice_gb_of_author: int


QUICKSIGHT = QuickSightPrices(author=24.0, reader=3.0, per_spice_gb=0.38, spice_gb_of_author=10)


@dataclass(frozen=True)
class Watching:
    """What CloudWatch asks for a month, beyond the ten metrics, ten alarms and three dashboards that are free."""

    per_alarm: float
    per_metric: float
    per_dashboard: float

    def of_month(self, alarms: int, metrics: int, dashboards: int) -> float:
        """Dollars of a month in an account whose free ones are used up."""
        return alarms * self.per_alarm + metrics * self.per_metric + dashboards * self.per_dashboard


@dataclass(frozen=True)
class Prices:
    """A region's prices; `watching` is None where CloudWatch's are not known."""

    region: str
    athena_per_terabyte: float
    glue_per_dpu_hour: float
    per_thousand_transitions: float
    watching: Watching | None = None

    def of_scan(self, scanned: int) -> float:
        """Dollars of an Athena query that read that many bytes; one that read none (DDL, a reused result) is free."""
        if not scanned:
            return 0.0
        megabytes = max(_LEAST_MEGABYTES, -(-scanned // _MEGABYTE))
        return megabytes * _MEGABYTE / _TERABYTE * self.athena_per_terabyte

    def of_run(self, dpus: float, seconds: float) -> float:
        """Dollars of a Glue job's run on that many data processing units."""
        return dpus * max(_LEAST_SECONDS, seconds) / 3600 * self.glue_per_dpu_hour

    def of_function(self, megabytes: int, seconds: float) -> float:
        """Dollars of a call of a Lambda function on arm64, whose price is the same in both regions."""
        return megabytes / _MEGABYTES_OF_A_GB * seconds * _PER_GB_SECOND + _PER_REQUEST

    def of_transitions(self, count: int) -> float:
        """Dollars of so many state transitions of a standard state machine."""
        return count / 1000 * self.per_thousand_transitions


PRICES = {
    prices.region: prices
    for prices in (
        Prices(
            "us-east-1",
            athena_per_terabyte=5.0,
            glue_per_dpu_hour=0.44,
            per_thousand_transitions=0.025,
            watching=Watching(per_alarm=0.10, per_metric=0.30, per_dashboard=3.00),
        ),
        Prices("sa-east-1", athena_per_terabyte=9.0, glue_per_dpu_hour=0.69, per_thousand_transitions=0.0375),
    )
}


def prices_in(region: str) -> Prices | None:
    """The region's prices, or None where no price is known."""
    return PRICES.get(region)
