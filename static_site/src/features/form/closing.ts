/** Until when one submission may be pushed: its desk's date as the server keeps it, or time given to it alone. */
import type { Call, Desk, Head } from "@/api"

/** Why a date is what it is; `returned` and `late` are this submission's own. */
type Why = "call" | "earlier" | "extended" | "returned" | "late"

export interface Closing {
  readonly at: string
  readonly why: Why
  /** Whose earlier date it is, or which desk has more time. */
  readonly desk: Desk | null
}

type Own = Pick<Head, "resubmit_until" | "late_until">

const isLater = (date: string | null | undefined, than: string): date is string =>
  !!date && Date.parse(date) > Date.parse(than)

/** A code without its trailing pairs of zeros, as the codes below it begin. */
const stem = (code: string): string => code.replace(/(00)+$/, "")

/** The desk nearest to a place: its own county's, else its city's. */
export function nearest(desks: readonly Desk[], place: string): Desk | null {
  const over = desks.filter(({ region }) => region && place && place.startsWith(stem(region)))
  return over.sort((a, b) => stem(b.region ?? "").length - stem(a.region ?? "").length)[0] ?? null
}

/** The desk that something goes to: where it lay, else the nearest; none, where the organiser returned it. */
const goesTo = (desks: readonly Desk[], code: string | null | undefined, place: string): Desk | null =>
  code ? (desks.find((desk) => desk.code === code) ?? null) : nearest(desks, place)

function ofDesk(call: Call, desks: readonly Desk[], desk: Desk | null): Closing {
  if (!desk) return { at: call.filing.closes, why: "call", desk: null }
  const { at, earlier, extended } = desk.closing
  if (extended) return { at, why: "extended", desk }
  return { at, why: earlier ? "earlier" : "call", desk: desks.find(({ code }) => code === earlier) ?? null }
}

/**
 * Until when a submission may be pushed, and why then.
 * `at`: the desk where it lay, or its filer's own, and the place that says which is nearest; `own` null: nothing is
 * begun yet.
 */
export function closingOf(
  call: Call,
  desks: readonly Desk[],
  at: { readonly desk?: string | null | undefined; readonly place: string },
  own: Own | null = null,
): Closing {
  const found = ofDesk(call, desks, goesTo(desks, at.desk, at.place))
  const late = isLater(own?.late_until, own?.resubmit_until ?? "1970-01-01") ? own.late_until : null
  if (isLater(late, found.at)) return { at: late, why: "late", desk: null }
  return isLater(own?.resubmit_until, found.at) ? { at: own.resubmit_until, why: "returned", desk: null } : found
}

/**
 * Until when a returned entry may be pushed again.
 * While filing is open at its desk, or within the days given.
 */
export const againUntil = (
  call: Call,
  desks: readonly Desk[],
  head: Pick<Head, "desk" | "place" | "resubmit_until" | "late_until">,
): string => closingOf(call, desks, head, head).at
