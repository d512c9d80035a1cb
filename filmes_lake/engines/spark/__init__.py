"""Spark: the transforms, in this process's own JVM or on a cluster."""
