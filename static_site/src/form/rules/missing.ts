/** One truth about what is missing: fields that a push would refuse, per section and in all. */
import type { Problem } from './description'

export interface Missing {
  readonly total: number
  readonly sections: Readonly<Record<string, number>>
}

/** Counts fields, not faults: three wrong cells of a table are one field still to do. */
export function missing(problems: readonly Problem[]): Missing {
  const sections: Record<string, number> = {}
  const fields = new Map(problems.filter((one) => one.level === 'refuse').map((one) => [one.field, one.section]))
  for (const section of fields.values()) sections[section] = (sections[section] ?? 0) + 1
  return { total: fields.size, sections }
}
