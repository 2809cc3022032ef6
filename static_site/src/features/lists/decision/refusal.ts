/** What a refused decision means here, in words that say what is kept and what to do. */
import type { Problem } from "@/api"
import { problemText } from "@/ui"
import { t } from "./words"

export function troubleText(problem: Problem, listed: number): string {
  const figures = Object.fromEntries(Object.entries(problem.body).map(([name, value]) => [name, value ?? "–"]))
  return t.has(problem.code) && OWN.has(problem.code)
    ? t.of(problem.code, "stale", { ...figures, n: listed })
    : problemText(problem)
}

const OWN = new Set(["list_stale", "step_not_allowed", "rank_out_of_range", "quota_full", "list_closed", "stale"])

/** Whether the entry or its list has changed after a refusal. */
export const looksAgain = ({ code }: Problem): boolean => OWN.has(code)
