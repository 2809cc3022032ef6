/** That the level above sent an entry back to this desk: who, when, and why. */
import type { Head, HistoryEvent } from "@/api"

export interface SentBack {
  readonly at: string
  /** Code of the desk that sent it back; `organiser` for the organiser. */
  readonly desk: string
  /** Whoever did it there. */
  readonly by: string
  readonly reason: string
}

/**
 * The sending back that stands, or null.
 * Its words are the history's, and empty once they are erased.
 */
export function sentBack(
  { sent_back_at: at }: Pick<Head, "sent_back_at">,
  events: readonly HistoryEvent[],
): SentBack | null {
  const last = events.filter(({ step }) => step === "send_back").pop()
  if (!at || !last) return null
  return {
    at,
    desk: String(last.facts["desk"] ?? ""),
    by: last.actor["name"] ?? "",
    reason: last.texts["reason"] ?? "",
  }
}
