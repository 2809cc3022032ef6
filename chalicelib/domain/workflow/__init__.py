"""The workflow: every change of state is decided here alone.

`commands` has a class per step. `rows` has a row per command: from which states, by which actor, on what conditions,
with what effect, and what else follows. `deciding.decide` applies a row; it reads no clock, no table, no environment.
"""
