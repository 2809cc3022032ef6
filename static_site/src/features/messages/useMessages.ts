/** One's own messages, page after page, and marking them as read. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue"
import { api, asProblem, type Problem } from "@/api"
import type { Message } from "./types"
import { readSome, unread } from "./unread"

export type Only = "unread" | "all"

export interface Messages {
  readonly items: ShallowRef<readonly Message[] | null>
  readonly cursor: Ref<string | null>
  readonly loading: Ref<boolean>
  readonly problem: Ref<Problem | null>
  readonly open: (only: Only) => Promise<void>
  readonly more: () => Promise<void>
  readonly read: (message: Message) => Promise<void>
  readonly readAll: () => Promise<void>
}

const newestFirst = (one: Message, other: Message): number => Date.parse(other.at) - Date.parse(one.at)

export function useMessages(): Messages {
  const items = shallowRef<readonly Message[] | null>(null)
  const cursor = ref<string | null>(null)
  const loading = ref(false)
  const problem = ref<Problem | null>(null)
  let which: Only = "unread"
  let latest = 0

  async function fetched(after: string | null): Promise<void> {
    const mine = (latest += 1)
    loading.value = true
    problem.value = null
    try {
      const page = await api.get("/messages", { query: { only: which, cursor: after ?? undefined } })
      if (mine !== latest) return
      items.value = [...((after && items.value) || []), ...[...page.items].sort(newestFirst)]
      cursor.value = page.cursor
    } catch (thrown) {
      if (mine === latest) problem.value = asProblem(thrown)
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  function open(only: Only): Promise<void> {
    which = only
    items.value = null
    cursor.value = null
    return fetched(null)
  }

  /** It stays where it is, so that nothing moves under the pointer. */
  async function read(message: Message): Promise<void> {
    if (!message.unread) return
    items.value = (items.value ?? []).map((one) => (one.id === message.id ? { ...one, unread: false } : one))
    readSome(1)
    const sent = api.post("/messages/{id}/read", {}, { path: { id: message.id }, quiet: true, keepalive: true })
    await sent.catch(() => undefined) // left unread, it is there the next time
  }

  async function readAll(): Promise<void> {
    let more = true
    while (more) ({ more } = await api.post("/messages/read-all", {}))
    items.value = (items.value ?? []).map((one) => ({ ...one, unread: false }))
    unread.value = 0
  }
  return { items, cursor, loading, problem, open, more: () => fetched(cursor.value), read, readAll }
}
