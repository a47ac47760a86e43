"""Models of the suite with one or two things changed, for runtimes to agree on what is wrong."""
