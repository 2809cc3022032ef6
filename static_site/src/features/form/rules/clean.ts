/** What a typed answer becomes when it is kept. Cleaning twice is cleaning once. */
import { types } from "../fields/types"
import type { Answer, Answers, Field, Form } from "./description"
import { isEmpty } from "./text"

/**
 * One answer as it is kept.
 * Undefined for none, and for a value of another shape than its type's.
 */
export const cleanValue = (field: Field, value: unknown): Answer | undefined =>
  types[field.type].clean(field, value, cleanValue)

/**
 * All answers of a form as they are kept.
 * No empty ones, none that the form does not know.
 */
export function clean(form: Pick<Form, "sections">, answers: Answers): Answers {
  const fields = form.sections.flatMap((section) => section.fields)
  const all = fields.map((field) => [field.id, cleanValue(field, answers[field.id])] as const)
  return Object.fromEntries(all.filter(([, value]) => !isEmpty(value)))
}
