"""What runs SQL: all of an engine in its folder, behind the protocols of transform, reports and catalog."""
