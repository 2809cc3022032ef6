/** Lists and rows as they are kept. */
import type { Answer, Field, Row } from "./description"
import { isEmpty, oneLine } from "./text"

/** How a cell of a row is kept: what its column's type does. */
export type CleanCell = (column: Field, value: unknown) => Answer | undefined

/** The texts of a list, each once. */
export const cleanList = (value: unknown): string[] => [...new Set(strings(value).filter(Boolean))]

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string").map(oneLine) : []

/** A row without its empty and unknown cells; what is no row is a blank one, so that the others keep their place. */
function cleanRow(columns: readonly Field[], row: unknown, cell: CleanCell): Row {
  const given = (typeof row === "object" && row !== null ? row : {}) as Record<string, unknown>
  const cells = columns.map((column) => [column.id, cell(column, given[column.id])] as const)
  return { _id: String(given["_id"] ?? ""), ...Object.fromEntries(cells.filter(([, value]) => !isEmpty(value))) }
}

export const isBlank = (row: Row): boolean => Object.keys(row).length === 1

export function cleanRows(columns: readonly Field[], value: unknown, cell: CleanCell): readonly Row[] | undefined {
  const rows = Array.isArray(value) ? value.map((row) => cleanRow(columns, row, cell)) : []
  return rows.every(isBlank) ? undefined : rows
}
