"""The commands, one noun a file: each has `add_arguments` and `run`."""
