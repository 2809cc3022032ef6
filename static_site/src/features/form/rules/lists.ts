/** Checkers of fields whose answer is a list: choices, links, rows, files. */
import { seeRow, type Lookup } from "./conditions"
import type { Field, FormFile, KindLimit, Row, World } from "./description"
import { isBlank } from "./rows"
import { choice, type Checker } from "./scalars"
import { fault, type Fault } from "./values"

/** A fault, and where under its field it lies (`/2/until`). */
export interface Placed extends Fault {
  readonly at: string
}
const place = (at: string, faults: readonly Fault[]): Placed[] => faults.map((one) => ({ ...one, at }))
const required: Placed[] = place("", [fault("required")])

function amount(count: number, min: Field["min"], max: Field["max"], more: Fault["params"] = {}): Placed[] {
  if (typeof min === "number" && count < min)
    return place("", [fault("too_few", { min, missing: min - count, ...more })])
  if (typeof max === "number" && count > max) return place("", [fault("too_many", { max, over: count - max, ...more })])
  return []
}

const orRequired = (field: Field, count: number, faults: () => Placed[]): Placed[] =>
  count > 0 ? faults() : field.required ? required : []

export const choicesFaults = (field: Field, values: readonly string[], world: World, look: Lookup): Placed[] =>
  orRequired(field, values.length, () => [
    ...amount(values.length, field.min, field.max),
    ...values.flatMap((value, index) => place(`/${index}`, choice(field, value, world, look))),
  ])

export const linkFaults = (field: Field, ids: readonly string[], { links }: World): Placed[] =>
  orRequired(field, ids.length, () => [
    ...amount(ids.length, field.min, field.max),
    ...ids.flatMap((id, index) => (links ? place(`/${index}`, oneLink(field, links[id])) : [])),
  ])

function oneLink(field: Field, state: string | null | undefined): Fault[] {
  if (!state) return [fault("unknown_submission")]
  return field.states && !field.states.includes(state) ? [fault("not_pushed", { state })] : []
}

/** How a cell of a row is checked: as its column's type does. */
export type CheckCell = (column: Field, value: string | undefined, world: World, look: Lookup) => readonly Placed[]

export function tableFaults(field: Field, rows: readonly Row[], world: World, cell: CheckCell): Placed[] {
  const count = rows.filter((row) => !isBlank(row)).length
  return orRequired(field, count, () => [
    ...amount(count, field.min_rows, field.max_rows),
    ...rows.flatMap((row, index) =>
      isBlank(row) ? [] : rowFaults(field.columns ?? [], row, `/${index}`, world, cell),
    ),
  ])
}

function rowFaults(columns: readonly Field[], row: Row, at: string, world: World, cell: CheckCell): Placed[] {
  const { shown, look } = seeRow(columns, row, world.today)
  return columns
    .filter((column) => shown(column.id))
    .flatMap((column) => place(`${at}/${column.id}`, cell(column, row[column.id], world, look)))
}

export const fileFaults = (field: Field, files: readonly FormFile[]): Placed[] =>
  orRequired(field, files.length, () => [
    ...amount(files.length, field.min, field.max),
    ...(field.limits ?? []).flatMap((limit) => kindFaults(limit, files)),
    ...files.flatMap((file, index) => place(`/${index}`, fileFault(field, file))),
  ])

const kindFaults = ({ kinds, max }: KindLimit, files: readonly FormFile[]): Placed[] =>
  amount(files.filter((file) => kinds.includes(file.kind)).length, null, max, { kinds })

/**
 * What is wrong with one file of a field.
 * Whether it is there or about to be uploaded.
 */
export function fileFault(field: Field, { kind, size }: { kind: string; size: number }): Fault[] {
  if (field.kinds && !field.kinds.includes(kind)) return [fault("kind_not_allowed", { kind, kinds: field.kinds })]
  const max = field.limits?.find((limit) => limit.size && limit.kinds.includes(kind))?.size ?? field.size
  return max && size > max ? [fault("too_large", { max })] : []
}

/** Faults of one typed text: missing, or not what `check` asks. */
export const textFaults = (
  check: Checker,
  field: Field,
  value: string | undefined,
  world: World,
  look: Lookup,
): Placed[] => place("", value ? check(field, value, world, look) : field.required ? [fault("required")] : [])
