"""One file per sub-command: parse, call one function, hand the result to the console."""
