/** Two versions of one form, told apart field by field. */
import type { Answer, Answers } from "../rules"
import { isEmpty } from "../rules"

export interface Difference {
  readonly field: string
  readonly mine: Answer | undefined
  readonly theirs: Answer | undefined
  /** Who changed it since the version both began from; `both` must be chosen by a person. */
  readonly changedBy: "mine" | "theirs" | "both"
}

export const same = (a: Answer | undefined, b: Answer | undefined): boolean =>
  (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b)

const fieldsOf = (...all: Answers[]): string[] => [...new Set(all.flatMap((answers) => Object.keys(answers)))]

export const sameAnswers = (a: Answers, b: Answers): boolean =>
  fieldsOf(a, b).every((field) => same(a[field], b[field]))

/** Fields in which two versions differ; `base` is what both began from. */
export function differences(base: Answers, mine: Answers, theirs: Answers): Difference[] {
  const changedBy = (field: string): Difference["changedBy"] => {
    if (same(base[field], theirs[field])) return "mine"
    return same(base[field], mine[field]) ? "theirs" : "both"
  }
  return fieldsOf(mine, theirs)
    .filter((field) => !same(mine[field], theirs[field]))
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field], changedBy: changedBy(field) }))
}

/** Takes theirs, and mine in the fields named. */
export function merged(theirs: Answers, mine: Answers, keepMine: ReadonlySet<string>): Answers {
  const result: Record<string, Answer | undefined> = { ...theirs }
  for (const field of keepMine) result[field] = mine[field]
  return result
}
