/** Exact fractions of whole numbers without bound. */

export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

function common(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y) [x, y] = [y, x % y]
  return x
}

export function fraction(n: bigint, d = 1n): Fraction {
  const by = common(n, d) * (d < 0n ? -1n : 1n)
  return { n: n / by, d: d / by }
}

export const ZERO = fraction(0n)

/** A number as the files have it: "7.5", "-3/11". */
export function parse(text: string): Fraction {
  const [top = "", bottom] = text.split("/")
  if (bottom !== undefined) return fraction(BigInt(top), BigInt(bottom))
  const [whole = "", rest = ""] = top.split(".")
  return fraction(BigInt(whole + rest), 10n ** BigInt(rest.length))
}

export const text = (x: Fraction): string => `${x.n}/${x.d}`
export const add = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d)
export const minus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d)
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d)
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n)
const sum = (values: readonly Fraction[]): Fraction => values.reduce(add, ZERO)
export const mean = (values: readonly Fraction[]): Fraction => over(sum(values), fraction(BigInt(values.length)))

export function compare(a: Fraction, b: Fraction): number {
  const apart = a.n * b.d - b.n * a.d
  return apart < 0n ? -1 : apart > 0n ? 1 : 0
}

/** The largest whole number whose square is not above. */
export function root(x: bigint): bigint {
  if (x < 2n) return x
  let at = 1n << BigInt((x.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (at + x / at) >> 1n
    if (next >= at) return at
    at = next
  }
}

/**
 * The solution of equations in whole numbers.
 * By Bareiss's elimination, without a fraction before the end.
 */
export function solve(matrix: readonly (readonly bigint[])[], right: readonly bigint[]): Fraction[] {
  const size = right.length
  const rows = matrix.map((row, i) => [...row, right[i] as bigint])
  const at = (i: number, j: number) => (rows[i] as bigint[])[j] as bigint
  let before = 1n
  for (let k = 0; k < size; k++) {
    if (!at(k, k)) {
      const swap = rows.findIndex((row, i) => i > k && row[k])
      if (swap < 0) throw new Error("the equations have no single solution")
      ;[rows[k], rows[swap]] = [rows[swap] as bigint[], rows[k] as bigint[]]
    }
    const pivot = at(k, k)
    for (let i = k + 1; i < size; i++) {
      const row = rows[i] as bigint[]
      const first = row[k] as bigint
      for (let j = k + 1; j <= size; j++) row[j] = ((row[j] as bigint) * pivot - first * at(k, j)) / before
      row[k] = 0n
    }
    before = pivot
  }
  // By Cramer's rule the determinant, which is the last pivot, times any solution is whole.
  const determinant = before
  const whole: bigint[] = Array.from({ length: size }, () => 0n)
  for (let i = size - 1; i >= 0; i--) {
    let left = determinant * at(i, size)
    for (let j = i + 1; j < size; j++) left -= at(i, j) * (whole[j] as bigint)
    whole[i] = left / at(i, i)
  }
  return whole.map((x) => fraction(x, determinant))
}
