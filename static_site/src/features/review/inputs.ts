/** What was typed about entries and not sent yet: kept while one reads on, gone once it is sent. */
import { reactive } from "vue"

export interface Typed {
  rank: string
  opinion: string
}
const kept = new Map<string, Typed>()

/**
 * What was typed about an entry so far.
 * The rank is never filled in; an opinion of one's own that stands already is.
 */
export function typedFor(id: string, opinion: string): Typed {
  const typed = kept.get(id) ?? reactive({ rank: "", opinion })
  kept.set(id, typed)
  return typed
}

export const sent = (id: string): void => void kept.delete(id)
