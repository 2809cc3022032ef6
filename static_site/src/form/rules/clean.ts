/** What a typed answer becomes when it is kept. Cleaning twice is cleaning once. */
import type { Answer, Answers, Field, FieldType, Form, Row } from "./description"
import { plainNumber, wholeWherePossible } from "./numbers"
import { halfWidth, isEmpty, manyLines, oneLine, readable } from "./text"

type Tidy = (text: string) => string

const number = (text: string): string => plainNumber(halfWidth(text)) ?? oneLine(text)
const percent = (text: string): string => plainNumber(halfWidth(text).replace(/\s*%$/, "")) ?? oneLine(text)

const two = (digits = ""): string => digits.padStart(2, "0")

/** `2021/1/5`, `2021.1.5`, `2021年1月5日`. */
function date(text: string): string {
  const found = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/.exec(halfWidth(text))
  return found ? `${found[1]}-${two(found[3] ?? found[5])}-${two(found[4] ?? found[6])}` : oneLine(text)
}

/** `2021/1`, `2021.1`, `2021年1月`. */
function month(text: string): string {
  const found = /^(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月)$/.exec(halfWidth(text))
  return found ? `${found[1]}-${two(found[2] ?? found[3])}` : oneLine(text)
}

const unspaced = (text: string): string => halfWidth(text).replace(/\s/g, "")
const dashed = (text: string): string => unspaced(text).replace(/[‐‑‒–—―−]/g, "-")

const TIDY: Partial<Record<FieldType, Tidy>> = {
  text: oneLine,
  long: manyLines,
  integer: (text) => wholeWherePossible(number(text)),
  decimal: number,
  percent,
  money: number,
  date,
  month,
  uscc: (text) => dashed(text).replace(/-/g, "").toUpperCase(),
  mobile: (text) => dashed(text).replace(/-/g, "").replace(/^(\+|00)?86(?=1\d{10}$)/, ""),
  phone: (text) => dashed(text).replace(/^\((\d+)\)-?/, "$1-"),
  email: halfWidth,
  url: halfWidth,
  yesno: (text) => readable(text).trim(),
  choice: (text) => readable(text).trim(),
  region: (text) => readable(text).trim(),
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string").map((one) => one.trim()) : []

/** A row without its empty and unknown cells; what is no row is a blank one, so that the others keep their place. */
function cleanRow(columns: readonly Field[], row: unknown): Row {
  const given = (typeof row === "object" && row !== null ? row : {}) as Record<string, unknown>
  const cells = columns.map((column) => [column.id, cleanValue(column, given[column.id])] as const)
  return { _id: String(given["_id"] ?? ""), ...Object.fromEntries(cells.filter(([, value]) => !isEmpty(value))) }
}

export const isBlank = (row: Row): boolean => Object.keys(row).length === 1

/** One answer as it is kept; undefined for none, and for a value of another shape than its type's. */
export function cleanValue(field: Field, value: unknown): Answer | undefined {
  if (field.type === "choices" || field.type === "link") return [...new Set(strings(value).filter(Boolean))]
  if (field.type === "table") return Array.isArray(value) ? value.map((row) => cleanRow(field.columns ?? [], row)) : undefined
  return typeof value === "string" ? TIDY[field.type]?.(value) : undefined
}

/** All answers of a form as they are kept: no empty ones, none that the form does not know. */
export function clean(form: Pick<Form, "sections">, answers: Answers): Answers {
  const fields = form.sections.flatMap((section) => section.fields)
  const all = fields.map((field) => [field.id, cleanValue(field, answers[field.id])] as const)
  return Object.fromEntries(all.filter(([, value]) => !isEmpty(value)))
}
