/** What changed between two pushes, put together for reading: per field, the request it answers or none. */
import type { Change } from "@/api"
import { allFields, type Field, type Form } from "../rules"

interface FieldChange {
  readonly field: Field
  readonly changes: readonly Change[]
  /** What the desk asked of this field. */
  readonly asked: string | null
}
/** A text of which a part changed: what stays around it, shortened, and the part before and after. */
export interface Edited {
  readonly start: string
  readonly before: string
  readonly after: string
  readonly end: string
}

const AROUND = 16

/**
 * Where two texts differ, first to last difference.
 * Null where hardly anything stays.
 */
export function edited(old: string, now: string): Edited | null {
  const [a, b] = [[...old], [...now]]
  const shortest = Math.min(a.length, b.length)
  let head = 0
  while (head < shortest && a[head] === b[head]) head++
  let tail = 0
  while (tail < shortest - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  if (head + tail < AROUND) return null
  const cut = (from: string[]): string => from.slice(head, from.length - tail).join("")
  return {
    start: (head > AROUND ? "…" : "") + a.slice(Math.max(0, head - AROUND), head).join(""),
    before: cut(a),
    after: cut(b),
    end: a.slice(a.length - tail, a.length - tail + AROUND).join("") + (tail > AROUND ? "…" : ""),
  }
}

export interface Differing {
  readonly changed: readonly FieldChange[]
  /** Asked for and left as it was. */
  readonly untouched: readonly FieldChange[]
  readonly asked: number
}

/**
 * Groups changes by field in the order of the page.
 * `asks` are the desk's requests by field.
 */
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
