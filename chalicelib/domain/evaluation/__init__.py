"""The evaluation of entries by experts: draw, assignment, marks, scores.

Everything here is exact: whole numbers and fractions, no float, so that anybody can compute the same again.
"""
