"""What goes to AWS: wheels of pinned requirements, packages with a list of their files, the functions' zips."""
