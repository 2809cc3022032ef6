/** What a page shows of a long act, until it has ended. */
import { onScopeDispose } from "vue"
import type { Load } from "@/ui/load"

const STEP = 4000 // milliseconds

/**
 * Fetches again every few seconds while an act is under way.
 * So its end is seen without reloading the page.
 */
export function followUnderWay<T>(load: Load<T>, isUnderWay: (value: T) => boolean): void {
  const look = (): void => {
    const value = load.value.value
    if (value !== null && isUnderWay(value) && !load.loading.value && !document.hidden) void load.reload()
  }
  const timer = setInterval(look, STEP)
  onScopeDispose(() => clearInterval(timer))
}
