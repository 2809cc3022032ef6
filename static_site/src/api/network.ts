/** Whether the server can be reached: what the browser says, corrected by what requests find. */
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

export function useOnline(): Readonly<Ref<boolean>> {
  return online
}
