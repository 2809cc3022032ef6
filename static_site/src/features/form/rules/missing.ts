/** One truth about what is missing: fields that a push would refuse, per section and in all. */
import type { Form, Problem } from "./description"

export interface Missing {
  readonly total: number
  readonly sections: Readonly<Record<string, number>>
}

/**
 * Counts the fields that are still to do.
 * Fields, not faults: three wrong cells of a table are one field.
 */
export function missing(form: Pick<Form, "sections">, problems: readonly Problem[]): Missing {
  const fields = new Map(problems.filter((one) => one.level === "refuse").map((one) => [one.field, one.section]))
  const count = (section: string): number => [...fields.values()].filter((one) => one === section).length
  return { total: fields.size, sections: Object.fromEntries(form.sections.map(({ id }) => [id, count(id)])) }
}
