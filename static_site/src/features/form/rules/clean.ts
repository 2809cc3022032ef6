/** What a typed answer becomes when it is kept. Cleaning twice is cleaning once. */
import type { Answer, Answers, Field, FieldType, Form, Row } from "./description"
import { plainNumber, wholeWherePossible } from "./numbers"
import { halfWidth, isEmpty, manyLines, oneLine } from "./text"

type Tidy = (text: string) => string

const orAsTyped =
  (read: (text: string) => string | null): Tidy =>
  (text) =>
    read(halfWidth(text)) ?? halfWidth(text)
const number = orAsTyped(plainNumber)

const two = (digits = ""): string => digits.padStart(2, "0")

/** `2021/1/5`, `2021.1.5`, `2021年1月5日`. */
const date = orAsTyped((text) => {
  const found = /^([1-9]\d{3})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text)
  return found && `${found[1]}-${two(found[2])}-${two(found[3])}`
})

/** `2021/1`, `2021.1`, `2021年1月`. */
const month = orAsTyped((text) => {
  const found = /^([1-9]\d{3})[-/.年](\d{1,2})月?$/.exec(text)
  return found && `${found[1]}-${two(found[2])}`
})

/** The text without these signs; the text itself where nothing else is in it. */
const without = (text: string, dropped: RegExp): string => text.replace(dropped, "") || text

function phone(typed: string): string {
  const text = without(halfWidth(typed), / /g)
  return text.replace(/[()-]+/g, "-").replace(/^-+|-+$/g, "") || text
}

const TIDY: Partial<Record<FieldType, Tidy>> = {
  text: oneLine,
  long: manyLines,
  integer: (text) => wholeWherePossible(number(text)),
  decimal: number,
  percent: (text) => orAsTyped((half) => plainNumber(half.replace(/\s*%$/, "")))(text),
  money: number,
  date,
  month,
  uscc: (text) => without(halfWidth(text), /[ -]/g).replace(/[a-z]/g, (sign) => sign.toUpperCase()),
  mobile: (text) => without(halfWidth(text), /[ -]/g).replace(/^(\+|00)?86(?=1\d{10}$)/, ""),
  phone,
  email: halfWidth,
  url: halfWidth,
  yesno: oneLine,
  choice: oneLine,
  region: oneLine,
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string").map(oneLine) : []

/** A row without its empty and unknown cells; what is no row is a blank one, so that the others keep their place. */
function cleanRow(columns: readonly Field[], row: unknown): Row {
  const given = (typeof row === "object" && row !== null ? row : {}) as Record<string, unknown>
  const cells = columns.map((column) => [column.id, cleanValue(column, given[column.id])] as const)
  return { _id: String(given["_id"] ?? ""), ...Object.fromEntries(cells.filter(([, value]) => !isEmpty(value))) }
}

export const isBlank = (row: Row): boolean => Object.keys(row).length === 1

function cleanRows(columns: readonly Field[], value: unknown): readonly Row[] | undefined {
  const rows = Array.isArray(value) ? value.map((row) => cleanRow(columns, row)) : []
  return rows.every(isBlank) ? undefined : rows
}

/** One answer as it is kept; undefined for none, and for a value of another shape than its type's. */
export function cleanValue(field: Field, value: unknown): Answer | undefined {
  if (field.type === "choices" || field.type === "link") return [...new Set(strings(value).filter(Boolean))]
  if (field.type === "table") return cleanRows(field.columns ?? [], value)
  return typeof value === "string" ? TIDY[field.type]?.(value) : undefined
}

/** All answers of a form as they are kept: no empty ones, none that the form does not know. */
export function clean(form: Pick<Form, "sections">, answers: Answers): Answers {
  const fields = form.sections.flatMap((section) => section.fields)
  const all = fields.map((field) => [field.id, cleanValue(field, answers[field.id])] as const)
  return Object.fromEntries(all.filter(([, value]) => !isEmpty(value)))
}
