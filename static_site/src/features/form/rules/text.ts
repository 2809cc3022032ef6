/** Text as it is kept and counted: one rule here and on the server (`docs/calls.md`, "How answers are read"). */

/** Unicode code points after NFC. */
export function length(text: string): number {
  let count = 0
  for (const _ of text.normalize("NFC")) count += 1
  return count
}

export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)

// lone halves of a surrogate pair, and control characters other than tab and line breaks
// oxlint-disable-next-line no-control-regex
const DROPPED = /[\ud800-\udfff\0-\x08\x0b\x0c\x0e-\x1f\x7f]/gu

const composed = (text: string): string => text.replace(DROPPED, "").normalize("NFC")
export const oneLine = (text: string): string =>
  composed(text)
    .replace(/[\r\n\u2028\u2029]+/g, " ")
    .trim()
export const manyLines = (text: string): string => composed(text).replace(/\r\n?/g, "\n").trim()

/**
 * One line, with full-width signs and typographic dashes made ASCII.
 * As machine-readable values want.
 */
export const halfWidth = (text: string): string =>
  oneLine(
    text
      .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
      .replace(/\u3000/g, " ")
      .replace(/[\u2010-\u2015\u2212]/g, "-"),
  )
