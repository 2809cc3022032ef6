/** The server's time, as a page that stays open sees it pass. */
import { onBeforeUnmount, ref, type Ref } from "vue"
import { serverNow } from "@/api"

const STEP = 15_000 // milliseconds

export function useNow(): Readonly<Ref<number>> {
  const now = ref(serverNow())
  const timer = setInterval(() => (now.value = serverNow()), STEP)
  onBeforeUnmount(() => clearInterval(timer))
  return now
}
