"""What `deploy check` proves, in this order."""

from filmes_lake.deploy.checking import cleanup, refreshing, watched
from filmes_lake.deploy.checking.proving import Piece
from filmes_lake.deploy.checking.reports import report
from filmes_lake.reports.definitions import REPORTS

_UPLOAD, _MACHINE, _ON_LAMBDA, _CATALOG = "upload", "state machine", "transform on Lambda", "catalog"
_ALARM = "alarm goes off"

PIECES = (
    Piece(_UPLOAD, refreshing.upload),
    Piece(_MACHINE, refreshing.state_machine, (_UPLOAD,)),
    Piece("TMDB's stub asked", refreshing.tmdb, (_UPLOAD,)),
    Piece(_ON_LAMBDA, refreshing.on_lambda, (_UPLOAD,)),
    Piece(_CATALOG, refreshing.catalog, (_UPLOAD,)),
    Piece("transform on Glue", refreshing.on_glue, (_ON_LAMBDA,)),
    Piece(_ALARM, watched.alarm_off),
    *(Piece(f"report {found.name} on Athena", report(found), (_CATALOG,)) for found in REPORTS),
    Piece("QuickSight", watched.quicksight),
    Piece("log lines", watched.log_lines, (_MACHINE,)),
    Piece("metrics", watched.metrics, (_MACHINE,)),
    Piece("alarm clears", watched.alarm_cleared, (_ALARM,)),
)
"""While the alarm waits for its five minutes, the reports run."""
CLEANUP = Piece("cleanup", cleanup.clean_up)
"""Comes last, whatever became of the others."""
