/** Text as it is kept and counted: one rule here and on the server. */

/** Unicode code points after NFC. */
export function length(text: string): number {
  let count = 0
  for (const _ of text.normalize("NFC")) count += 1
  return count
}

export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)

// lone halves of a surrogate pair, and control characters other than tab and line breaks
const UNREADABLE = /[\ud800-\udfff\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/gu

export const readable = (text: string): string => text.replace(UNREADABLE, "").normalize("NFC")
export const oneLine = (text: string): string => readable(text).replace(/[\r\n]+/g, " ").trim()
export const manyLines = (text: string): string => readable(text).replace(/\r\n?/g, "\n").trim()

/** Full-width signs as their usual selves, without blanks around. */
export const halfWidth = (text: string): string => readable(text).normalize("NFKC").trim()
