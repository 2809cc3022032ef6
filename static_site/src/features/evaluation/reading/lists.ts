/** What an expert reads, fetched once for list and entries; and what comes next. */
import { shallowRef } from "vue"
import { api } from "@/api"
import type { ReadingItem, ReadingList } from "@/api/reading"

const kept = shallowRef<readonly ReadingList[] | null>(null)

export interface Address {
  readonly call: string
  readonly track: string
  readonly stage: string
}

export async function fetchLists(): Promise<readonly ReadingList[]> {
  kept.value = (await api.get("/reading")).items
  return kept.value
}

/** The lists as they were fetched last, and changed since by what was done here. */
export const knownLists = kept

export const isAt = (list: Address, at: Address): boolean =>
  list.call === at.call && list.track === at.track && list.stage === at.stage

const LEFT: ReadonlySet<ReadingItem["state"]> = new Set(["assigned", "started"])
const GONE: ReadonlySet<ReadingItem["state"]> = new Set(["declined", "struck"])
export const isLeft = ({ state }: ReadingItem): boolean => LEFT.has(state)
export const isReadable = ({ state }: ReadingItem): boolean => !GONE.has(state)

/**
 * Notes what became of an entry.
 * So list and next entry know it.
 */
export function note(at: Address, entry: string, state: ReadingItem["state"]): void {
  const changed = (item: ReadingItem): ReadingItem => (item.entry === entry ? { ...item, state } : item)
  kept.value = (kept.value ?? []).map((list) => (isAt(list, at) ? { ...list, items: list.items.map(changed) } : list))
}

/**
 * The next entry that is left.
 * After this one, and then from the beginning.
 */
export function nextLeft(list: ReadingList, entry: string): ReadingItem | null {
  const here = list.items.findIndex((item) => item.entry === entry)
  const round = [...list.items.slice(here + 1), ...list.items.slice(0, Math.max(here, 0))]
  return round.find(isLeft) ?? null
}

export const pathOf = (list: Address, item: Pick<ReadingItem, "entry" | "revision">): string =>
  `/reading/${list.call}/${list.track}/${list.stage}/${item.entry}?revision=${item.revision}`
