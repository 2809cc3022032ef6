"""The operator's commands, one module each.

`add_arguments(parser)` adds the command's options; `run(options)` carries it out and returns an exit code.
"""
