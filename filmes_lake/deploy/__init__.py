"""What goes to AWS: wheels of pinned requirements, packages, the functions' zips, the state machine."""
