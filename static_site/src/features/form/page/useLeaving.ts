/** What must be there without a network once the page stands, and what stands between it and leaving. */
import { onBeforeUnmount, type Ref } from "vue"
import { onBeforeRouteLeave } from "vue-router"
import { prefetchDialog } from "@/session/again"
import type { Form } from "../rules"
import type { Saving } from "../useAutosave"

const AFTER = 1500 // milliseconds: what a first look does not need waits until the page stands

/** Fetches the parts of a form that come late. */
export function usePrefetch(): void {
  const later = setTimeout(() => {
    const parts = [
      import("../fields/messages"),
      import("@/ui/ErrorSummary.vue"),
      import("./ConflictDialog.vue"),
      import("./ClosingNote.vue"),
      import("./OpenNotes.vue"),
      import("../saving/late"),
      import("../paper/open"),
      import("@/ui/problems"),
      import("../fields/CalendarPopup.vue"),
    ]
    const leaving = [import("../saving/signOut"), import("@/ui/ConfirmDialog.vue"), prefetchDialog()]
    void Promise.all([...parts, ...leaving]).catch(() => undefined)
  }, AFTER)
  onBeforeUnmount(() => clearTimeout(later))
}

/**
 * Saves before the page is left.
 * Asks while `busy` files are on their way.
 */
export function useLeaving({ save, state }: Saving, form: Form, busy: Readonly<Ref<number>>): void {
  onBeforeRouteLeave(async () => {
    await save.flush()
    const { value } = state
    if (value.kind !== "partly" && !busy.value) return true
    const { mayLeavePartly, mayBreakOff } = await import("../saving/late")
    if (value.kind === "partly" && !(await mayLeavePartly(form, value.refused))) return false
    return !busy.value || mayBreakOff(busy.value)
  })
}
