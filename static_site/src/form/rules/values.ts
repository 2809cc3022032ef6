/** What makes a typed text a value of its kind. Sources stand beside the rules. */

/** What is said about a wrong value: a code and its figures. */
export interface Fault {
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>
}
export const fault = (code: string, params: Fault["params"] = {}): Fault => ({ code, params })

export function isMonth(text: string): boolean {
  const found = /^(\d{4})-(\d\d)$/.exec(text)
  return found !== null && Number(found[1]) > 0 && Number(found[2]) >= 1 && Number(found[2]) <= 12
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

/** GB 32100-2015: 17 signs weighted by powers of 3 modulo 31, then the check sign. */
export function isUscc(text: string): boolean {
  if (!/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(text)) return false
  const sum = [...text.slice(0, 17)].reduce((total, sign, index) => total + SIGNS.indexOf(sign) * (3 ** index % 31), 0)
  return SIGNS[(31 - (sum % 31)) % 31] === text[17]
}

const LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
const EMAIL = new RegExp(`^[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(\\.${LABEL})+$`)
const HOST = "[^\\s./?#@:<>\"\\\\]+"
const URL = new RegExp(`^https?://${HOST}(\\.${HOST})+(:\\d{1,5})?([/?#][^\\s<>"\\\\]*)?$`, "i")
const PHONE = [
  /^0\d{2,3}-?\d{7,8}(-\d{1,6})?$/, // area code, number, extension
  /^(400|800)-?\d{3}-?\d{4}$/,
  /^\+\d{7,15}$/, // of another country, E.164
]

export const isMobile = (text: string): boolean => /^1[3-9]\d{9}$/.test(text)
export const isPhone = (text: string): boolean => isMobile(text) || PHONE.some((pattern) => pattern.test(text))
/** An address of the usual kind, at most 254 signs (RFC 5321). */
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text)
export const isUrl = (text: string): boolean => text.length <= 500 && URL.test(text)
