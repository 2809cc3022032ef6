/** A desk's list in the browser: filters by name, place, category and mark, and its orders. */
import type { DeskHead } from "@/api/desk"
import type { Mark } from "@/api"

export type Sort = "arrival" | "below" | "name" | "rank"
export interface Wanted {
  /** Part of the name, the unit's name or the filing number. */
  query: string
  /** `from:370902`, `direct`, `body:…`, `place:370902`; empty for all. */
  origin: string
  category: string
  mark: "" | "none" | NonNullable<Mark>
  sort: Sort
}
export const EVERYTHING: Wanted = { query: "", origin: "", category: "", mark: "", sort: "arrival" }

/** Text as it is compared: compatibility forms and case are the same. */
export const folded = (text: string): string => text.normalize("NFKC").toLocaleLowerCase("zh-CN").trim()

/**
 * The desk right below that sent an entry up.
 * Null for what was pushed here directly.
 */
export const cameFrom = ({ came }: Pick<DeskHead, "came">): string | null => came[came.length - 1]?.desk ?? null

function matches(head: DeskHead, query: string): boolean {
  return [head.name, head.unit_name, head.filing_no ?? ""].some((text) => folded(text).includes(query))
}

function isOf(head: DeskHead, origin: string): boolean {
  if (origin === "direct") return cameFrom(head) === null
  const [kind, value] = [origin.slice(0, origin.indexOf(":")), origin.slice(origin.indexOf(":") + 1)]
  if (kind === "from") return cameFrom(head) === value
  return kind === "body" ? head.parent_body === value : head.place === value
}

const isMarked = ({ mark }: DeskHead, wanted: Wanted["mark"]): boolean => (wanted === "none" ? !mark : mark === wanted)

/** Chinese by pronunciation, figures as numbers. */
const collator = new Intl.Collator("zh-CN", { numeric: true })
const byName = (one: DeskHead, other: DeskHead): number => collator.compare(one.name, other.name)

const last = ({ came }: DeskHead): { rank: number; desk: string } =>
  came[came.length - 1] ?? { rank: Infinity, desk: "" }
const byRankBelow = (one: DeskHead, other: DeskHead): number => {
  const [a, b] = [last(one), last(other)]
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  return a.desk < b.desk ? -1 : a.desk > b.desk ? 1 : 0
}

const byRank = (one: DeskHead, other: DeskHead): number => (one.rank ?? Infinity) - (other.rank ?? Infinity) || 0

const ORDERS: Record<Exclude<Sort, "arrival">, (one: DeskHead, other: DeskHead) => number> = {
  below: byRankBelow,
  name: byName,
  rank: byRank,
}

/**
 * The entries that are wanted, in the order wanted.
 * `category` names the fact that holds it.
 */
export function sifted(heads: readonly DeskHead[], wanted: Wanted, categoryField: string | null): DeskHead[] {
  const query = folded(wanted.query)
  const kept = heads.filter(
    (head) =>
      (!query || matches(head, query)) &&
      (!wanted.origin || isOf(head, wanted.origin)) &&
      (!wanted.category || (categoryField !== null && head.facts[categoryField] === wanted.category)) &&
      (!wanted.mark || isMarked(head, wanted.mark)),
  )
  return wanted.sort === "arrival" ? kept : kept.sort(ORDERS[wanted.sort])
}

/** The distinct values of something, most frequent first. */
export function tallied(values: Iterable<string>): { value: string; n: number }[] {
  const counts = new Map<string, number>()
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([value, n]) => ({ value, n })).sort((a, b) => b.n - a.n || collator.compare(a.value, b.value))
}
