/** How a typed text is put into the form it is kept in, by kind of value. Doing it twice is doing it once. */
import { plainNumber, wholeWherePossible } from "./numbers"
import { halfWidth } from "./text"

export type Tidy = (text: string) => string

const orAsTyped =
  (read: (text: string) => string | null): Tidy =>
  (text) =>
    read(halfWidth(text)) ?? halfWidth(text)
export const number = orAsTyped(plainNumber)

const two = (digits = ""): string => digits.padStart(2, "0")

/** `2021/1/5`, `2021.1.5`, `2021年1月5日`. */
export const date = orAsTyped((text) => {
  const found = /^([1-9]\d{3})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text)
  return found && `${found[1]}-${two(found[2])}-${two(found[3])}`
})

/** `2021/1`, `2021.1`, `2021年1月`. */
export const month = orAsTyped((text) => {
  const found = /^([1-9]\d{3})[-/.年](\d{1,2})月?$/.exec(text)
  return found && `${found[1]}-${two(found[2])}`
})

/** The text without these signs; the text itself where nothing else is in it. */
const without = (text: string, dropped: RegExp): string => text.replace(dropped, "") || text

export function phone(typed: string): string {
  const text = without(halfWidth(typed), / /g)
  return text.replace(/[()-]+/g, "-").replace(/^-+|-+$/g, "") || text
}

export const integer: Tidy = (text) => wholeWherePossible(number(text))
export const percent: Tidy = orAsTyped((text) => plainNumber(text.replace(/\s*%$/, "")))
export const uscc: Tidy = (text) => without(halfWidth(text), /[ -]/g).replace(/[a-z]/g, (sign) => sign.toUpperCase())
export const mobile: Tidy = (text) => without(halfWidth(text), /[ -]/g).replace(/^(\+|00)?86(?=1\d{10}$)/, "")
