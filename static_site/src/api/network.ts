/** What requests find out of the server: whether it can be reached, and whether it takes changes. */
import { ref, type Ref } from "vue"

const online = ref(navigator.onLine)
window.addEventListener("online", () => onlineNow(true))
window.addEventListener("offline", () => onlineNow(false))

/** Which try of a request that met a busy server is under way; 0 where none is. */
export const tries = ref(0)

/** Notes what a request found out. */
export function onlineNow(reached: boolean): void {
  online.value = reached
}

/** Until when the site takes no changes, as it expects: `-` where nobody said, empty while it takes them. */
export const closedUntil = ref("")

/**
 * Notes what an answer says of that.
 * Answers that browsers keep say nothing.
 */
export function noteClosed({ headers }: Response): void {
  if (headers.get("Cache-Control") === "no-store") closedUntil.value = headers.get("Laurel-Maintenance") ?? ""
}

export function useOnline(): Readonly<Ref<boolean>> {
  return online
}
