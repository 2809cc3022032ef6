/** Which fields and options are there: conditions, cascading. */
import type { Answer, Answers, Cond, Field, Form, Row } from './description'

export type Lookup = (field: string) => Answer | undefined

/** Whether a region lies in another: `370102` under `370100` under `37`. */
export const under = (code: string, ancestor: string): boolean =>
  code !== '' && code.startsWith(ancestor.replace(/(00)+$/, ''))

const each = (value: Answer | undefined): string[] =>
  typeof value === 'string' ? [value] : (value ?? []).filter((item): item is string => typeof item === 'string')

/** Whether a condition holds for the values that `look` gives; a list fulfils it by any of its values. */
export function holds(cond: Cond, look: Lookup, today = ''): boolean {
  if ('not' in cond) return !holds(cond.not, look, today)
  if ('all' in cond) return cond.all.every((part) => holds(part, look, today))
  if ('any' in cond) return cond.any.some((part) => holds(part, look, today))
  return each(look(cond.field)).some((value) => fits(cond, value, today))
}

type Leaf = Extract<Cond, { field: string }>

function fits(cond: Leaf, value: string, today: string): boolean {
  if ('is' in cond) return value === cond.is
  if ('in' in cond) return cond.in.includes(value)
  if ('under' in cond) return under(value, cond.under)
  return value !== '' && value <= today.slice(0, value.length)
}

export const allFields = (form: Form): Field[] => form.sections.flatMap((section) => [...section.fields])

/** Looks answers up as conditions see them: what is hidden is empty, and hides what hangs on it. */
export function seen(form: Form, answers: Answers): { shown: (field: string) => boolean; look: Lookup } {
  const fields = new Map(allFields(form).map((field) => [field.id, field]))
  const known = new Map<string, boolean>()
  const shown = (id: string): boolean => {
    const before = known.get(id)
    if (before !== undefined) return before
    known.set(id, false) // a circle of conditions shows nothing
    const when = fields.get(id)?.when
    const result = !when || holds(when, look)
    known.set(id, result)
    return result
  }
  const look: Lookup = (id) => (shown(id) ? answers[id] : undefined)
  return { shown, look }
}

/** Looks a row's columns up, the same way. */
export function seenInRow(columns: readonly Field[], row: Row): { shown: (column: string) => boolean; look: Lookup } {
  const fields = new Map(columns.map((column) => [column.id, column]))
  const shown = (id: string): boolean => {
    const when = fields.get(id)?.when
    return !when || holds(when, look)
  }
  const look: Lookup = (id) => (shown(id) ? row[id] : undefined)
  return { shown, look }
}
