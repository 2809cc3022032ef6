/** What a refusal means to who files: the shared words, and those that only these pages need. */
import type { Problem } from "@/api"
import { problemText } from "@/ui"
import { t } from "./words"

export const refusalText = (problem: Problem): string =>
  problem.code === "track_retired" ? t("trackRetired") : problemText(problem)
