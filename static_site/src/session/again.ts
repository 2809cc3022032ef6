/** A session that ended while a page was open: ask for it in a dialog, and let the request go on. */
import { ref } from "vue"
import { whenSignedOut } from "@/api"
import { useSession } from "./session"

export const signingInAgain = ref(false)
let fetchDialog: () => Promise<unknown> = () => Promise.resolve()

/**
 * Sets how the dialog's part is fetched.
 * A page may have it at hand before the network goes.
 */
export function dialogBy(fetch: () => Promise<unknown>): void {
  fetchDialog = fetch
}

export const prefetchDialog = (): Promise<unknown> => fetchDialog()
let waiting: ((back: boolean) => void)[] = []

/** Answers everyone who waits for the session. */
export function settle(back: boolean): void {
  signingInAgain.value = false
  const all = waiting
  waiting = []
  for (const answer of all) answer(back)
}

whenSignedOut(() => {
  if (!useSession().account.value) return Promise.resolve(false)
  signingInAgain.value = true
  return new Promise((answer) => waiting.push(answer))
})
