/** Until when one's own submission may be pushed: the call's date, an area's earlier one, and time given to it alone. */
import { serverNow, type Call, type Desk, type Head } from "@/api"

export interface Closing {
  /** The latest there is. */
  readonly at: string
  /** An earlier date of the nearest desk's, for what is pushed in its area. */
  readonly area: { readonly desk: Desk; readonly at: string } | null
}

const latest = (dates: readonly (string | null | undefined)[]): string =>
  dates.filter((date): date is string => !!date).reduce((a, b) => (Date.parse(a) < Date.parse(b) ? b : a))

/** A code without its trailing pairs of zeros, as the codes below it begin. */
const stem = (code: string): string => code.replace(/(00)+$/, "")

/** The desk nearest to a place: its own county's, else its city's. */
export function nearest(desks: readonly Desk[], place: string): Desk | null {
  const over = desks.filter(({ region }) => region && place && place.startsWith(stem(region)))
  return over.sort((a, b) => stem(b.region ?? "").length - stem(a.region ?? "").length)[0] ?? null
}

/** A desk's date holds for its own area, and so does that of the desk above it: the earliest counts. */
function areaOf(desks: readonly Desk[], place: string, before: string): Closing["area"] {
  const dated: { desk: Desk; at: string }[] = []
  for (let desk = nearest(desks, place); desk; desk = desks.find(({ code }) => code === desk?.parent) ?? null)
    if (desk.filing_closes) dated.push({ desk, at: desk.filing_closes })
  const first = dated.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))[0]
  return first && Date.parse(first.at) < Date.parse(before) ? first : null
}

/** Until when something returned may be pushed again: while filing is open, or within the days it was given. */
export const againUntil = (call: Call, head: Pick<Head, "resubmit_until">): string => latest([call.filing.closes, head.resubmit_until])

/** `head` null: nothing is begun yet, `place` says whose area it would be. */
export function closingOf(call: Call, desks: readonly Desk[], place: string, head?: Head | null, late?: string | null): Closing {
  const own = [head?.resubmit_until, late]
  const at = latest([call.filing.closes, ...own])
  const spared = own.some((date) => date && Date.parse(date) > serverNow())
  return { at, area: spared ? null : areaOf(desks, place, at) }
}
