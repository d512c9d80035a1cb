"""The transforms as a job of AWS Glue: packed, submitted, watched."""
