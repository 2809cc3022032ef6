/** The order in which entries are read one by one: as the list showed them last. */
import type { State } from "@/api"

const orders = new Map<string, readonly string[]>()
const key = (call: string, track: string, state: State): string => `${call} ${track} ${state}`

export function remember(call: string, track: string, state: State, ids: readonly string[]): void {
  orders.set(key(call, track, state), ids)
}

export const remembered = (call: string, track: string, state: State): readonly string[] | null =>
  orders.get(key(call, track, state)) ?? null

/** An entry that left the list is left out from now on. */
export function leave(call: string, track: string, state: State, id: string): void {
  const known = remembered(call, track, state)
  if (known)
    remember(
      call,
      track,
      state,
      known.filter((one) => one !== id),
    )
}

/**
 * What stands before and after an entry, and its place.
 * The place is 1 for the first; 0 where it is not in the order.
 */
export function around(
  ids: readonly string[],
  id: string,
): { before: string | null; after: string | null; place: number } {
  const at = ids.indexOf(id)
  if (at < 0) return { before: null, after: ids[0] ?? null, place: 0 }
  return { before: ids[at - 1] ?? null, after: ids[at + 1] ?? null, place: at + 1 }
}
