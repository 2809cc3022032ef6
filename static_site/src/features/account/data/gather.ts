/** Everything that the site has of an account. Read by the routes that pages use. */
import { api, type Account, type Head } from "@/api"
import { ROLES } from "@/session/roles"

/** Pages of a kind that are fetched at most: of messages, and of submissions. */
export const MOST_PAGES = 100

interface Page<T> {
  readonly items: readonly T[]
  readonly cursor: string | null
}

/** All items, and whether these were all. */
export async function paged<T>(page: (cursor?: string) => Promise<Page<T>>): Promise<[T[], boolean]> {
  const found: T[] = []
  let cursor: string | undefined
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const one = await page(cursor)
    found.push(...one.items)
    if (!one.cursor) return [found, true]
    cursor = one.cursor
  }
  return [found, false]
}

/** A submission with its pushed versions and its history, as its owner sees them. */
async function whole({ id, revision }: Head): Promise<object> {
  const path = { submission: id }
  const [now, history] = await Promise.all([
    api.get("/submissions/{submission}", { path }),
    api.get("/submissions/{submission}/history", { path }),
  ])
  const revisions: object[] = []
  for (let n = 1; n <= revision; n += 1)
    revisions.push(await api.get("/submissions/{submission}/revisions/{n}", { path: { submission: id, n } }))
  return { ...now, history: history.items, revisions }
}

interface Gathered {
  readonly complete: boolean
  readonly [part: string]: unknown
}

/**
 * One document of it all.
 * `note` hears how many submissions have been fetched; `complete` is false where there was too much.
 */
export async function gather(account: Account, note: (n: number) => void): Promise<Gathered> {
  const [ways, dossier, sessions, record] = await Promise.all([
    api.get("/messages/ways"),
    api.get("/dossier"),
    api.get("/sessions"),
    api.get("/accounts/{id}/history", { path: { id: account.id } }),
  ])
  const [messages, allMessages] = await paged((cursor) => api.get("/messages", { query: { cursor } }))
  const [heads, allHeads] = ROLES[account.role].files
    ? await paged((cursor) => api.get("/submissions", { query: { cursor } }))
    : [[], true]
  const submissions: object[] = []
  for (const head of heads) {
    submissions.push(await whole(head))
    note(submissions.length)
  }
  const gathered_at = new Date().toISOString()
  return {
    complete: allMessages && allHeads,
    gathered_at,
    account,
    ways,
    dossier,
    sessions: sessions.items,
    account_record: record.items,
    messages,
    submissions,
  }
}

/** Hands a document to the reader as a file. */
export function save(document_: object, name: string): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(document_, null, 2)], { type: "application/json" }))
  const link = Object.assign(document.createElement("a"), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
