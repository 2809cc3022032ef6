"""Exact solution of systems of linear equations over whole numbers."""

from collections.abc import Sequence
from fractions import Fraction


def solve_symmetric(matrix: Sequence[Sequence[int]], right: Sequence[int]) -> list[Fraction]:
    """Solve `matrix` · x = `right` for a symmetric, positive definite matrix.

    By Bareiss' elimination: every division leaves no rest, so that numbers stay whole and no larger than the minors
    of the matrix. What is eliminated stays symmetric, so that only the upper triangle is computed.
    """
    size = len(matrix)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    divisor = 1
    for k in range(size - 1):
        top, pivot = rows[k], rows[k][k]
        for i in range(k + 1, size):
            row, factor = rows[i], top[i]
            for j in range(i, size + 1):
                row[j] = (pivot * row[j] - factor * top[j]) // divisor
        divisor = pivot
    return _substitute_back(rows)


def _substitute_back(rows: list[list[int]]) -> list[Fraction]:
    """Return x for an upper triangle whose last pivot is the determinant."""
    size = len(rows)
    determinant = rows[-1][-2] if rows else 1
    scaled = [0] * size
    for i in range(size - 1, -1, -1):
        row = rows[i]
        rest = determinant * row[size] - sum(row[j] * scaled[j] for j in range(i + 1, size))
        scaled[i] = rest // row[i]
    return [Fraction(value, determinant) for value in scaled]
