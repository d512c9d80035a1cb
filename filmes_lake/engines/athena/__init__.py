"""Athena: reports and queries in a workgroup, and the reports as its named queries."""
