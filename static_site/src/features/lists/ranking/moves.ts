/** Orders of a ranked list as values: move, insert, compare, and put one's own moves on another's order. */

export type Order = readonly string[]

/**
 * The order with `id` at the 0-based `index`.
 * Wherever it stood before; an index beyond the ends means the end.
 */
export function inserted(order: Order, id: string, index: number): string[] {
  const others = order.filter((one) => one !== id)
  const at = Math.max(0, Math.min(index, others.length))
  return [...others.slice(0, at), id, ...others.slice(at)]
}

export const sameOrder = (one: Order, other: Order): boolean =>
  one.length === other.length && one.every((id, index) => id === other[index])

/**
 * The fewest entries that must have moved between two orders.
 * Those in only one of them do not count.
 */
export function movedBetween(before: Order, after: Order): Set<string> {
  const was = new Map(before.map((id, index) => [id, index]))
  const common = after.filter((id) => was.has(id))
  const kept = new Set(longestRising(common.map((id) => was.get(id) as number)).map((index) => common[index]))
  return new Set(common.filter((id) => !kept.has(id)))
}

/** Indexes of a longest rising run of distinct numbers, in order (patience sorting, n log n). */
function longestRising(values: readonly number[]): number[] {
  const ends: number[] = [] // ends[k]: index of the smallest value that ends a run of k + 1
  const previous: (number | undefined)[] = []
  values.forEach((value, index) => {
    const at = firstNotBelow(ends, values, value)
    previous[index] = at ? ends[at - 1] : undefined
    ends[at] = index
  })
  const run: number[] = []
  for (let at = ends[ends.length - 1]; at !== undefined; at = previous[at]) run.unshift(at)
  return run
}

function firstNotBelow(ends: readonly number[], values: readonly number[], value: number): number {
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[ends[middle] as number] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

export interface Difference {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly moved: readonly string[]
}

/** What happened to an order between two looks at it. */
export function difference(before: Order, after: Order): Difference {
  const [was, is] = [new Set(before), new Set(after)]
  return {
    added: after.filter((id) => !was.has(id)),
    removed: before.filter((id) => !is.has(id)),
    moved: [...movedBetween(before, after)],
  }
}

/**
 * Puts one's own moves, from `base` to `mine`, on `theirs`.
 * What I moved stands where I put it, among the members and in the order that stand now for everything else.
 */
export function rebased(base: Order, mine: Order, theirs: Order): string[] {
  const members = new Set(theirs)
  const touched = movedBetween(base, mine)
  const own = mine.filter((id) => touched.has(id) && members.has(id))
  const rest = theirs.filter((id) => !touched.has(id))
  return own.reduce<string[]>((order, id) => inserted(order, id, mine.indexOf(id)), rest)
}

/**
 * A rank as typed, 1 to `highest`; null for none.
 * Full-width digits count.
 */
export function typedRank(text: string, highest: number): number | null {
  const plain = text.normalize("NFKC").trim()
  const rank = /^\d{1,4}$/.test(plain) ? Number(plain) : NaN
  return rank >= 1 && rank <= highest ? rank : null
}
