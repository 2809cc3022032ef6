/** What is typed and not saved: no way out of the page loses it without a word. */
import { onBeforeUnmount, onMounted, type Ref } from "vue"
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocation } from "vue-router"

/** Another part of the same page is no way out; another track on the same page is. */
const isWayOut = (to: Pick<RouteLocation, "path">, from: Pick<RouteLocation, "path">): boolean => to.path !== from.path

/**
 * Asks before a page with unsaved changes is left.
 * While `dirty`, `asked` decides: by a link, for another track, or by closing the tab.
 */
export function useUnsaved(dirty: Readonly<Ref<boolean>>, asked: () => Promise<boolean>): void {
  const unload = (event: BeforeUnloadEvent): void => {
    if (!dirty.value) return
    event.preventDefault()
    event.returnValue = "" // what older browsers wait for
  }
  const guard = (to: RouteLocation, from: RouteLocation): true | Promise<boolean> =>
    !dirty.value || !isWayOut(to, from) || asked()
  onMounted(() => window.addEventListener("beforeunload", unload))
  onBeforeUnmount(() => window.removeEventListener("beforeunload", unload))
  onBeforeRouteLeave(guard)
  onBeforeRouteUpdate(guard)
}
