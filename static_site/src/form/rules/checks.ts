/** Checks beside the fields: two values compared, rows counted, values told apart. */
import { holds, seenInRow, type Lookup } from './conditions'
import type { Answer, Check, Field, Operator, Row, World } from './description'
import { isEmpty } from './text'
import { isNumber } from './values'

type Compare = Extract<Check, { kind: 'compare' }>
type Columns = (table: string) => readonly Field[]
const compared: Record<Operator, (order: number) => boolean> = {
  '<=': (order) => order <= 0,
  '<': (order) => order < 0,
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
}

function inOrder(left: Answer | undefined, op: Operator, right: Answer | undefined): boolean {
  if (typeof left !== 'string' || typeof right !== 'string' || isEmpty(left) || isEmpty(right)) return true
  if (isNumber(left) && isNumber(right)) return compared[op](Number(left) - Number(right))
  const width = Math.min(left.length, right.length) // a month against a day: as far as both say
  const [a, b] = [left.slice(0, width), right.slice(0, width)]
  return compared[op](a < b ? -1 : a > b ? 1 : 0)
}

const rowsOf = (look: Lookup, table: string): readonly Row[] => (look(table) as readonly Row[] | undefined) ?? []
const split = (name: string): [string, string?] => name.split('.') as [string, string?]

/** Where a check fails, as pointers; `''` stands for its first field. Empty when it holds. */
export function failures(check: Check, look: Lookup, columns: Columns, world: World): string[] {
  if (check.kind === 'compare') return compareFailures(check, look, columns, world)
  return passes(check, look, columns, world) ? [] : ['']
}

function passes(check: Exclude<Check, Compare>, look: Lookup, columns: Columns, { today }: World): boolean {
  if (check.kind === 'note') return !holds(check.if, look, today)
  if (check.kind === 'at_least') {
    const rows = rowsOf(look, check.table)
    const good = rows.filter((row) => holds(check.where, seenInRow(columns(check.table), row).look, today))
    return rows.length === 0 || good.length >= check.n
  }
  const [table, column = ''] = split(check.column)
  const rows = rowsOf(look, table)
  const values = rows.map((row) => seenInRow(columns(table), row).look(column)).filter((value) => !isEmpty(value))
  return rows.length === 0 || new Set(values).size >= check.n
}

function compareFailures(check: Compare, look: Lookup, columns: Columns, { today }: World): string[] {
  const [table, column] = split(check.left)
  const right = typeof check.right === 'string' ? split(check.right) : null
  const other = (at: Lookup): Answer | undefined =>
    right === null ? today : right[1] !== undefined ? at(right[1]) : look(right[0])
  if (column === undefined) return inOrder(look(table), check.op, other(look)) ? [] : [`/${table}`]
  return rowsOf(look, table).flatMap((row, index) => {
    const at = seenInRow(columns(table), row).look
    return inOrder(at(column), check.op, other(at)) ? [] : [`/${table}/${index}/${column}`]
  })
}
