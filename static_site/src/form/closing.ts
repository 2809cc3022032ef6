/** Until when one's own submission may be pushed: the call's date, an area's earlier one, and time given to it alone. */
import type { Call, Desk, Head } from "@/api"

export interface Closing {
  /** The latest there is. */
  readonly at: string
  /** An earlier date of the nearest desk's, for what is pushed in its area. */
  readonly area: { readonly desk: Desk; readonly at: string } | null
}

const latest = (dates: readonly (string | null | undefined)[]): string =>
  dates.filter((date): date is string => !!date).sort((a, b) => Date.parse(b) - Date.parse(a))[0] ?? ""

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

/** `head` null: nothing is begun yet, `place` says whose area it would be. Time of its own counts where it is later than the area's date. */
export function closingOf(call: Call, desks: readonly Desk[], place: string, head?: Pick<Head, "resubmit_until"> | null, late?: string | null): Closing {
  const own = latest([head?.resubmit_until, late])
  const area = areaOf(desks, place, call.filing.closes)
  if (area && own && Date.parse(own) >= Date.parse(area.at)) return { at: own, area: null }
  return { at: latest([call.filing.closes, own]), area }
}

/** Until when something returned may be pushed again in its area: while filing is open there, or within the days it was given. */
export function againUntil(call: Call, desks: readonly Desk[], head: Pick<Head, "resubmit_until" | "place">): string {
  const { at, area } = closingOf(call, desks, head.place, head)
  return area?.at ?? at
}
