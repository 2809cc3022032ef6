/** Checks beside the fields: two values compared, rows counted, values told apart. */
import { types } from "../fields/types"
import { holds, seeRow, type Lookup } from "./conditions"
import type { Check, Field, Operator, Row, World } from "./description"
import { order } from "./numbers"
import { isBlank } from "./rows"
import { isDate, isMonth } from "./values"

type Compare = Extract<Check, { kind: "compare" }>
type Counted = Exclude<Check, Compare>
export type Fields = (id: string) => Field | undefined

const fulfils: Record<Operator, (order: number) => boolean> = {
  "<=": (order) => order <= 0,
  "<": (order) => order < 0,
  ">=": (order) => order >= 0,
  ">": (order) => order > 0,
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
}

const isDay = (text: string): boolean => isDate(text) || isMonth(text)

interface Operand {
  readonly number: boolean
  readonly value: string
}

/** A value as it is compared; null for what is empty or illegible, which passes. */
function operand(field: Field | undefined, value: unknown): Operand | null {
  if (typeof value !== "string" || !field) return null
  const { numeric, legible } = types[field.type]
  return !legible || legible(value) ? { number: numeric, value } : null
}

/** A month against a day is compared as far as both say. */
function inOrder(left: Operand | null, op: Operator, right: Operand | null): boolean {
  if (!left || !right || left.number !== right.number) return true
  if (left.number) return fulfils[op](order(left.value, right.value))
  const width = isDay(left.value) && isDay(right.value) ? Math.min(left.value.length, right.value.length) : undefined
  const [a, b] = [left.value.slice(0, width), right.value.slice(0, width)]
  return fulfils[op](a < b ? -1 : Number(a > b))
}

const split = (name: string): [string, string | undefined] => {
  const [first = "", second] = name.split(".")
  return [first, second]
}

interface Place {
  readonly index: number
  readonly row: Row
}
const rowsOf = (look: Lookup, table: string): Place[] =>
  ((look(table) as readonly Row[] | undefined) ?? [])
    .map((row, index) => ({ index, row }))
    .filter(({ row }) => !isBlank(row))

/** Where a check fails, as pointers; empty when it holds. */
export function failures(check: Check, first: string, look: Lookup, fields: Fields, world: World): string[] {
  if (check.kind === "compare") return compareFailures(check, first, look, fields, world)
  return passes(check, look, fields, world) ? [] : [`/${split(first)[0]}`]
}

function passes(check: Counted, look: Lookup, fields: Fields, { today }: World): boolean {
  if (check.kind === "note") return !holds(check.if, look, today)
  const [table, column] = check.kind === "at_least" ? [check.table, undefined] : split(check.column)
  const rows = rowsOf(look, table).map(({ row }) => seeRow(fields(table)?.columns ?? [], row, today).look)
  if (rows.length === 0) return true
  if (check.kind === "at_least") return rows.filter((at) => holds(check.where, at, today)).length >= check.n
  return new Set(rows.map((at) => at(column ?? "")).filter((value) => value !== undefined)).size >= check.n
}

function compareFailures(check: Compare, first: string, look: Lookup, fields: Fields, { today }: World): string[] {
  const value = (name: string, at: Lookup): Operand | null => {
    const [id, column] = split(name)
    if (column === undefined) return operand(fields(id), look(id))
    return operand(
      fields(id)?.columns?.find((one) => one.id === column),
      at(column),
    )
  }
  const right = (at: Lookup): Operand | null =>
    typeof check.right === "string" ? value(check.right, at) : { number: false, value: today }
  const holdsAt = (at: Lookup): boolean => inOrder(value(check.left, at), check.op, right(at))
  const [table, column] = split(check.left)
  if (column === undefined) return holdsAt(look) ? [] : [`/${split(first)[0]}`]
  const columns = fields(table)?.columns ?? []
  return rowsOf(look, table).flatMap(({ index, row }) =>
    holdsAt(seeRow(columns, row, today).look) ? [] : [cell(first, table, index, column)],
  )
}

/** The cell a failed comparison of columns is shown at: the one the check names, else its left one. */
function cell(first: string, table: string, index: number, left: string): string {
  const [home, column] = split(first)
  return `/${table}/${index}/${home === table ? (column ?? left) : left}`
}
