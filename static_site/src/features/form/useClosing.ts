/** Until when the reader may push something, told by the desks of the current call once they are here. */
import { onMounted, shallowRef } from "vue"
import type { Desk, Head } from "@/api"
import { desksOf, useCall } from "@/session/call"
import { useSession } from "@/session/session"
import { closingOf, type Closing } from "./closing"

type Until = (head: Head | null) => Closing | null

/** Of one's own submission, or (null) of something not begun yet. */
export function useClosing(): Until {
  const { call } = useCall()
  const { account } = useSession()
  const desks = shallowRef<readonly Desk[]>([])
  onMounted(async () => {
    if (call.value) desks.value = await desksOf(call.value.id).catch(() => [])
  })
  return (head) => {
    if (!call.value) return null
    const at = { desk: head?.desk ?? account.value?.desk?.code, place: head?.place || account.value?.region || "" }
    return closingOf(call.value, desks.value, at, head)
  }
}
