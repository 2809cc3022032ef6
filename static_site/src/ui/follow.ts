/** What the system carries out by itself, looked at again until it is done. */
import { onUnmounted } from "vue"

const PAUSE = 2000 // milliseconds

/**
 * Looks again every two seconds while something is under way.
 * Only as long as the page is seen.
 */
export function followWhile(isUnderWay: () => boolean, look: () => Promise<unknown> | void): void {
  const timer = setInterval(() => {
    if (isUnderWay() && !document.hidden) void look()
  }, PAUSE)
  onUnmounted(() => clearInterval(timer))
}
