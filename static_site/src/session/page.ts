/** What a route says about its page, and the page's title while its data is on the way. */
import { onBeforeUnmount, ref, watchEffect } from "vue"
import type { Role } from "@/api"
import type { Text } from "@/i18n"

declare module "vue-router" {
  interface RouteMeta {
    title: Text
    /** Who may come; everybody when absent. */
    roles?: readonly Role[]
    /**
     * Stands in the main navigation of these readers, in this order, under `label` or the title.
     * `where`: only of calls of which this is true.
     */
    nav?: { for: readonly (Role | "visitor")[]; order: number; label?: Text; where?: "judged" | "objections" }
    /** Path of the route under whose link in the main navigation this page belongs. */
    within?: string
    /** Stays as it is, with what was typed, when its call changes. */
    stays?: boolean
    /** No menu, no footer: a page that is only printed. */
    bare?: boolean
  }
}

/** What the page itself says it is called; wins over its route's title. */
export const ownTitle = ref<string | null>(null)

/**
 * Gives the page a title from its data.
 * For as long as it is open.
 */
export function useTitle(title: () => string | null | undefined): void {
  watchEffect(() => {
    ownTitle.value = title() ?? null
  })
  onBeforeUnmount(() => {
    ownTitle.value = null
  })
}
