"""Exact numbers as text.

83 is "83/1" everywhere; people read four decimals.
"""

from fractions import Fraction

PLACES = 4
"""Decimals that people are shown; nothing is ranked by them."""


def exact(value: Fraction | int) -> str:
    """Return a number as "numerator/denominator", in lowest terms."""
    whole = Fraction(value)
    return f"{whole.numerator}/{whole.denominator}"


def fraction(text: str) -> Fraction:
    """Return the number that `exact` wrote.

    Raises ValueError, ZeroDivisionError.
    """
    numerator, _, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator))


def decimals(value: Fraction, places: int = PLACES) -> str:
    """Return a number rounded for people, halves away from zero."""
    unit = 10**places
    size = (2 * abs(value.numerator) * unit + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(size, unit)
    sign = "-" if value < 0 and size else ""
    return f"{sign}{whole}.{rest:0{places}}" if places else f"{sign}{whole}"
