/** What can be wrong with one typed text, per kind of value. Sources stand beside the rules. */

/** What is said about a wrong value: a code and its figures. */
export interface Fault {
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>
}
export const fault = (code: string, params: Fault['params'] = {}): Fault => ({ code, params })

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function isMonth(text: string): boolean {
  const found = /^(\d{4})-(\d\d)$/.exec(text)
  return found !== null && Number(found[1]) > 0 && Number(found[2]) >= 1 && Number(found[2]) <= 12
}

export function isDate(text: string): boolean {
  const found = /^(\d{4}-(\d\d))-(\d\d)$/.exec(text)
  if (!found || !isMonth(found[1] as string)) return false
  const [year, month, day] = text.split('-').map(Number) as [number, number, number]
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day >= 1 && day <= (DAYS[month - 1] as number) + (leap ? 1 : 0)
}

const USCC_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** GB 32100-2015: 17 signs weighted by powers of 3 modulo 31, then the check sign. */
export function isUscc(text: string): boolean {
  if (!/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(text)) return false
  let sum = 0
  let weight = 1
  for (const sign of text.slice(0, 17)) {
    sum += USCC_SIGNS.indexOf(sign) * weight
    weight = (weight * 3) % 31
  }
  return USCC_SIGNS[(31 - (sum % 31)) % 31] === text[17]
}

export const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)
export const placesOf = (text: string): number => (text.split('.')[1] ?? '').length
