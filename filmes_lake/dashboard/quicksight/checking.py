"""Whether what was published in QuickSight still works, for `deploy check`."""

from filmes_lake.dashboard.quicksight.grains import GRAINS
from filmes_lake.dashboard.quicksight.names import Names
from filmes_lake.dashboard.quicksight.spice import Spice


def published_works(spice: Spice) -> str | None:
    """What was seen of it, None where nothing was published; an error where a part is gone or fails."""
    if (published := spice.publication()) is None:
        return None
    service, names = spice.open_service(published.region), Names(published.database)
    for dashboard in published.dashboards:
        service.require("Dashboard", dashboard)
    data_sets = [names.data_set(grain) for grain in GRAINS if grain.name in published.data_sets]
    for data_set in data_sets:
        service.take_anew(data_set)
    return f"{len(published.dashboards)} dashboards are there, {len(data_sets)} data sets were taken anew"
