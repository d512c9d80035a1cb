"""Named reports: one definition of the measures and of the selection, one SQL file a report, funnel included."""
