/** What a refusal means on these pages: their own words, else the site's. */
import { asProblem, type Problem } from "@/api"
import { problemText } from "@/ui"
import { t } from "./words"

export const OWN = new Set(["roll_not_ready", "roll_changed", "same_person", "proposal_changed", "not_proposed"])

export const rollProblem = (problem: Problem): string =>
  OWN.has(problem.code) ? t.of(problem.code, "roll_changed") : problemText(problem)

export const said = (thrown: unknown): string => rollProblem(asProblem(thrown))
