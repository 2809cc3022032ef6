/** How many messages are unread: asked for with the session, and on the way to a page at most once a minute. */
import { ref } from "vue"
import { api } from "@/api"

const PAUSE = 60_000 // milliseconds
/** As many as the server counts. */
const MOST = 100

export const unread = ref(0)
let asked = -PAUSE
let whose = ""

/**
 * Asks again unless that was done within the minute.
 * `now` is a clock that only rises, in milliseconds.
 */
export async function refreshUnread(account: string, now = performance.now()): Promise<void> {
  if (account !== whose || now - asked >= PAUSE) await countUnread(account, now)
}

/** Asks now, for a page that shows the messages themselves. */
export async function countUnread(account: string, now = performance.now()): Promise<void> {
  if (account !== whose) unread.value = 0
  asked = now
  whose = account
  const told = await api.get("/messages/unread", { quiet: true }).catch(() => null)
  if (told && account === whose) unread.value = told.unread
}

/** Fewer by what was just read, or none. */
export function readSome(n: number): void {
  unread.value = Math.max(0, unread.value - n)
}

/** "3", "99+". */
export const shown = (n: number): string => (n < MOST ? String(n) : "99+")
