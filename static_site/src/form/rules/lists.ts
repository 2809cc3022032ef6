/** Checkers of fields whose answer is a list: choices, links, rows, files. */
import { holds, seenInRow, type Lookup } from './conditions'
import type { Answer, Field, FormFile, KindLimit, Row, World } from './description'
import { scalars } from './scalars'
import { isEmpty } from './text'
import { fault, type Fault } from './values'

/** A fault, and where under its field it lies (`/2/until`). */
export interface Placed extends Fault {
  readonly at: string
}
const place = (at: string, faults: Fault[]): Placed[] => faults.map((one) => ({ ...one, at }))
const here = (...faults: Fault[]): Placed[] => place('', faults)

export function amount(count: number, min?: number | string | null, max?: number | string | null): Placed[] {
  if (typeof min === 'number' && count < min) return here(fault('too_few', { min, missing: min - count }))
  if (typeof max === 'number' && count > max) return here(fault('too_many', { max, over: count - max }))
  return []
}

export function choicesFaults(field: Field, values: readonly string[], look: Lookup): Placed[] {
  const unknown = values.filter((value) => !field.options?.some((one) => one.value === value))
  if (unknown.length) return here(fault('not_an_option'))
  const barred = field.options?.find((one) => values.includes(one.value) && one.when && !holds(one.when, look))
  if (barred) return here(fault('option_not_allowed', { value: barred.value }))
  return amount(values.length, field.min, field.max)
}

export function linkFaults(field: Field, ids: readonly string[], { links }: World): Placed[] {
  const fits = (id: string): Placed[] => {
    const state = links?.[id]
    const at = `/${ids.indexOf(id)}`
    if (!links) return []
    if (state === undefined) return place(at, [fault('unknown_submission')])
    return field.states && !field.states.includes(state) ? place(at, [fault('not_pushed')]) : []
  }
  return [...amount(ids.length, field.min, field.max), ...ids.flatMap(fits)]
}

export function tableFaults(field: Field, rows: readonly Row[], world: World): Placed[] {
  const inRows = rows.flatMap((row, index) => rowFaults(field.columns ?? [], row, `/${index}`, world))
  return [...amount(rows.length, field.min_rows, field.max_rows), ...inRows]
}

function rowFaults(columns: readonly Field[], row: Row, at: string, world: World): Placed[] {
  const { shown, look } = seenInRow(columns, row)
  return columns.filter((column) => shown(column.id)).flatMap((column) =>
    place(`${at}/${column.id}`, valueFaults(column, row[column.id], world, look)))
}

/** What is wrong with one value of a column: missing, or not what its type asks. */
function valueFaults(column: Field, value: Answer | undefined, world: World, look: Lookup): Fault[] {
  if (isEmpty(value)) return column.required ? [fault('required')] : []
  if (typeof value !== 'string') return choicesFaults(column, value as readonly string[], look)
  return scalars[column.type]?.(column, value, world, look) ?? []
}

export function fileFaults(field: Field, files: readonly FormFile[]): Placed[] {
  return [
    ...amount(files.length, field.min, field.max),
    ...(field.limits ?? []).flatMap((limit) => kindFaults(limit, files)),
    ...files.flatMap((file, index) => place(`/${index}`, oneFile(field, file))),
  ]
}

const kindFaults = (limit: KindLimit, files: readonly FormFile[]): Placed[] =>
  amount(files.filter((file) => limit.kinds.includes(file.kind)).length, null, limit.max)

function oneFile(field: Field, file: { kind: string; size: number }): Fault[] {
  if (field.kinds && !field.kinds.includes(file.kind)) return [fault('kind_not_allowed', { kinds: field.kinds })]
  const size = sizeOf(field, file.kind)
  return file.size > size ? [fault('too_large', { size })] : []
}

/** The most bytes a file of this kind may have in this field. */
export const sizeOf = (field: Field, kind: string): number =>
  field.limits?.find((limit) => limit.size && limit.kinds.includes(kind))?.size ?? field.size ?? Infinity
