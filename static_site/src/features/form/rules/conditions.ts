/** Which fields and options are there: conditions, cascading. */
import type { Answer, Answers, Cond, Field, Form, Row } from "./description"
import { isDate, isMonth } from "./values"

export type Lookup = (field: string) => Answer | undefined
export interface Seen {
  readonly shown: (field: string) => boolean
  readonly look: Lookup
}

/** Whether a region lies in another: `370102` under `370100` under `37`. */
export const under = (code: string, ancestor: string): boolean =>
  code !== "" && code.startsWith(ancestor.replace(/(00)+$/, ""))

function each(value: Answer | undefined): readonly unknown[] {
  if (Array.isArray(value)) return value.length ? value : [""]
  return [value ?? ""]
}

/**
 * Whether a condition holds for the values of `look`.
 * A list fulfils it by any of its values.
 */
export function holds(cond: Cond, look: Lookup, today = ""): boolean {
  if ("not" in cond) return !holds(cond.not, look, today)
  if ("all" in cond) return cond.all.every((part) => holds(part, look, today))
  if ("any" in cond) return cond.any.some((part) => holds(part, look, today))
  return each(look(cond.field)).some((value) => typeof value === "string" && fits(cond, value, today))
}

type Leaf = Extract<Cond, { field: string }>

function fits(cond: Leaf, value: string, today: string): boolean {
  if ("is" in cond) return value === cond.is
  if ("in" in cond) return cond.in.includes(value)
  if ("under" in cond) return under(value, cond.under)
  return (isDate(value) || isMonth(value)) && value <= today.slice(0, value.length)
}

export const allFields = (form: Pick<Form, "sections">): Field[] =>
  form.sections.flatMap((section) => [...section.fields])

/**
 * Looks answers up as conditions see them.
 * What is hidden is empty, and hides what hangs on it.
 */
export function see(fields: readonly Field[], answers: Answers, today = ""): Seen {
  const byId = new Map(fields.map((field) => [field.id, field]))
  const known = new Map<string, boolean>()
  const shown = (id: string): boolean => {
    const before = known.get(id)
    if (before !== undefined) return before
    known.set(id, false) // a circle of conditions shows nothing
    const field = byId.get(id)
    const result = field !== undefined && (!field.when || holds(field.when, look, today))
    known.set(id, result)
    return result
  }
  const look: Lookup = (id) => (shown(id) ? answers[id] : undefined)
  return { shown, look }
}

/** Looks a table's row up like a form of its own. */
export const seeRow = (columns: readonly Field[], row: Row, today = ""): Seen => see(columns, row, today)
