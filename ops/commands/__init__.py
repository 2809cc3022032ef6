"""The operator's commands, one module each: `add_arguments(parser)` and `run(options)`, which returns an exit code."""
