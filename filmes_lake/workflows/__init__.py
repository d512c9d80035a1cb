"""What every entry point calls: refresh, transform and publish, purge, roll back, the demo, a new lake."""
