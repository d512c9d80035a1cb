"""Entry points beside the command line, as thin."""
