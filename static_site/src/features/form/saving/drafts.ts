/** What is typed and not yet saved, kept on this machine until the server has it. */
import type { Answers } from "../rules"

/** Unsaved answers of one tab, and the saved version they began from. */
export interface LocalDraft {
  readonly account: string
  readonly submission: string
  readonly tab: string
  readonly answers: Answers
  readonly base: Answers
  readonly etag: string
  readonly at: string
}

export interface DraftStore {
  put(draft: LocalDraft): Promise<void>
  of(account: string, submission: string): Promise<LocalDraft[]>
  remove(account: string, submission: string, tab: string): Promise<void>
}

/**
 * Keeps drafts for as long as the page lives.
 * Where a browser has no database, or forbids it.
 */
export function memoryDrafts(): DraftStore {
  const kept = new Map<string, LocalDraft>()
  const key = (account: string, submission: string, tab: string): string => [account, submission, tab].join(" ")
  return {
    put: async (draft) => void kept.set(key(draft.account, draft.submission, draft.tab), draft),
    of: async (account, submission) =>
      [...kept.values()].filter((one) => one.account === account && one.submission === submission),
    remove: async (account, submission, tab) => void kept.delete(key(account, submission, tab)),
  }
}

const STORE = "drafts"
const KEY = ["account", "submission", "tab"]

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("laurel", 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: KEY })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode)
      const request = act(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

const range = (...prefix: string[]): IDBKeyRange => IDBKeyRange.bound(prefix, [...prefix, []])

/**
 * Keeps drafts in IndexedDB, each under its account.
 * Nobody else who signs in here sees them.
 */
export function browserDrafts(): DraftStore {
  return {
    // by way of JSON: what a form holds may be a proxy, which the database refuses to copy
    put: async (draft) => void (await run("readwrite", (store) => store.put(JSON.parse(JSON.stringify(draft))))),
    of: (account, submission) => run("readonly", (store) => store.getAll(range(account, submission))),
    remove: async (...key) => void (await run("readwrite", (store) => store.delete(key))),
  }
}

/**
 * The submissions of an account with something unsent here.
 * Asked before signing out.
 */
export async function unsent(account: string): Promise<string[]> {
  const drafts: LocalDraft[] = await run("readonly", (store) => store.getAll(range(account)))
  return [...new Set(drafts.map((draft) => draft.submission))]
}

/**
 * Removes all that an account has unsent here.
 * Done at signing out, after the warning.
 */
export async function forget(account: string): Promise<void> {
  await run("readwrite", (store) => store.delete(range(account)))
}
