"""DuckDB: transforms, reports, queries and the catalog file, embedded in this process."""
