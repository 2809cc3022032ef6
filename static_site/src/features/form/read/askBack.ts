/** That its applicant wants an entry back: when it was asked for, and why. */
import type { Head, HistoryEvent } from "@/api"

export interface AskedBack {
  readonly at: string
  readonly reason: string
}

/**
 * The request to return an entry that stands, or null.
 * Its words are the history's, and empty once they are erased.
 */
export function askedBack(
  { asked_back_at: at }: Pick<Head, "asked_back_at">,
  events: readonly HistoryEvent[],
): AskedBack | null {
  if (!at) return null
  const asked = events.filter(({ step }) => step === "ask_back")
  return { at, reason: asked[asked.length - 1]?.texts["reason"] ?? "" }
}
