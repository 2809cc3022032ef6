"""Every change of state, decided here and nowhere else.

`commands` says what can be asked for, `rows` holds a row for each: from which states, by whom, on what conditions,
with what effect, and what else follows. `deciding.decide` applies a row: it reads no clock, no table, no environment.
"""
