/** How text is counted and when an answer is empty: one rule here and on the server. */

export const nfc = (text: string): string => text.normalize('NFC')

/** Unicode code points after NFC. */
export function length(text: string): number {
  let count = 0
  for (const _ of nfc(text)) count += 1
  return count
}

export function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}
