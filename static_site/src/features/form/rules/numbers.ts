/** Numbers as decimal text, compared exactly: what has more digits than a double is still itself. */

export const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)

/** Decimal places that say something: `1.500` has one. */
export const placesOf = (text: string): number => (text.split(".")[1] ?? "").replace(/0+$/, "").length

/**
 * A typed number as a plain decimal.
 * `+0012`, `1,234`, `.5`, `7.`; null for what is no number.
 */
export function plainNumber(text: string): string | null {
  const ungrouped = /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) ? text.replace(/,/g, "") : text
  const found = /^([-+]?)(?:0*(\d+)(?:\.(\d*))?|\.(\d+))$/.exec(ungrouped)
  if (!found) return null
  const [, sign, whole = "0", trailing, leading] = found
  const part = trailing || leading
  const value = part ? `${whole}.${part}` : whole
  return sign === "-" && /[1-9]/.test(value) ? `-${value}` : value
}

/** Without zeros behind the point: `12.0` is whole. */
export const wholeWherePossible = (text: string): string => text.replace(/\.0+$/, "")

function scaled(text: string, places: number): bigint {
  const [whole = "", part = ""] = text.split(".")
  return BigInt(whole + part.padEnd(places, "0"))
}

/**
 * Compares two plain decimals.
 * Below, at or above zero as `a` is less than, equal to or greater than `b`.
 */
export function order(a: string, b: string): number {
  const places = Math.max(...[a, b].map((text) => (text.split(".")[1] ?? "").length))
  const [left, right] = [scaled(a, places), scaled(b, places)]
  return left < right ? -1 : Number(left > right)
}
