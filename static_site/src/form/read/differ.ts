/** What changed between two pushes, put together for reading: per field, the request it answers or none. */
import type { Change } from "@/api"
import { allFields, type Field, type Form } from "../rules"

export interface FieldChange {
  readonly field: Field
  readonly changes: readonly Change[]
  /** What the desk asked of this field. */
  readonly asked: string | null
}
export interface Differing {
  readonly changed: readonly FieldChange[]
  /** Asked for and left as it was. */
  readonly untouched: readonly FieldChange[]
  readonly asked: number
}

/** Groups changes by field in the order of the page. `asks` are the desk's requests by field. */
export function differing(form: Form, changes: readonly Change[], asks: Readonly<Record<string, string>>): Differing {
  const all = allFields(form).map((field) => {
    const own = changes.filter((change) => change.field === field.id)
    return { field, changes: own, asked: asks[field.id] ?? own.find(({ asked }) => asked)?.asked ?? null }
  })
  return {
    changed: all.filter(({ changes: own }) => own.length > 0),
    untouched: all.filter(({ changes: own, asked }) => asked !== null && own.length === 0),
    asked: all.filter(({ asked }) => asked !== null).length,
  }
}
