"""The Glue Data Catalog: the tables of a lake in S3, for Athena and other tools."""
