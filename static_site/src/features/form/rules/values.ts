/** What makes a typed text a value of its kind. Sources stand beside the rules. */

/** What is said about a wrong value: a code and its figures. */
export interface Fault {
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>
}
export const fault = (code: string, params: Fault["params"] = {}): Fault => ({ code, params })

export function isMonth(text: string): boolean {
  return /^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(text)
}

export const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || !isMonth(text.slice(0, 7))) return false
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number)
  return day >= 1 && day <= daysIn(year, month)
}

const SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

/**
 * Whether a text is a unified social credit code.
 * GB 32100-2015: 17 signs weighted by powers of 3 modulo 31, then the check sign.
 */
export function isUscc(text: string): boolean {
  if (!/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(text)) return false
  const sum = Array.from(text.slice(0, 17)).reduce(
    (total, sign, index) => total + SIGNS.indexOf(sign) * (3 ** index % 31),
    0,
  )
  return SIGNS[(31 - (sum % 31)) % 31] === text[17]
}

const LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
const EMAIL = new RegExp(`^[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(\\.${LABEL})+$`)
const NOT_IN_URL = '\\x00-\\x20<>"\\\\\\x7f-\\xa0\\u2000-\\u200f\\u2028-\\u202f\\u3000\\ufeff'
const HOST = `[^/?#@.${NOT_IN_URL}]+`
const WEB = new RegExp(`^https?://${HOST}(\\.${HOST})+([/?#][^${NOT_IN_URL}]*)?$`, "i")
const PHONE = [
  /^0\d{2,3}-?\d{7,8}(-\d{1,6})?$/, // area code, number, extension
  /^[48]00(-?\d){7}$/,
  /^\+\d{1,3}(-?\d){5,14}$/, // of another country
]

export const isMobile = (text: string): boolean => /^1[3-9]\d{9}$/.test(text)
export const isPhone = (text: string): boolean => isMobile(text) || PHONE.some((pattern) => pattern.test(text))
/** An address of the usual kind, at most 254 signs (RFC 5321). */
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text)
export const isUrl = (text: string): boolean => [...text].length <= 500 && WEB.test(text)
