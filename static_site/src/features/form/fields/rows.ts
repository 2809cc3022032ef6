/** Rows of a table: made, and told in a line. */
import { isEmpty, type Field, type Regions, type Row } from "../rules"
import { shown } from "./shown"

const SIGNS = "abcdefghijklmnopqrstuvwxyz234567"

/** A new row, its id 8 signs of base32. */
export const freshRow = (): Row =>
  ({ _id: [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => SIGNS[byte % 32]).join("") }) as Row

const titleColumn = (field: Field): Field | undefined =>
  field.columns?.find((column) => column.id === field.row_label) ?? field.columns?.[0]

/** What a row is called: the value of its label column. */
export function rowTitle(field: Field, row: Row, regions: Regions): string {
  const column = titleColumn(field)
  return column ? shown(column, row[column.id], regions) : ""
}

/** The first short values of a row, besides its title. */
export function rowSummary(field: Field, row: Row, regions: Regions): string {
  const rest = (field.columns ?? []).filter((column) => column !== titleColumn(field) && !isEmpty(row[column.id]))
  const brief = rest.map((column) => shown(column, row[column.id], regions)).filter((said) => said.length <= 14)
  return brief.slice(0, 4).join(" · ")
}
