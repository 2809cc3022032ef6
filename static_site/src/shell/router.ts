/** All routes, and what happens between two pages: who may come, which call, title, focus, scroll. */
import { nextTick } from "vue"
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from "vue-router"
import { account as accountRoutes } from "@/features/account/routes"
import { routes as messageRoutes } from "@/features/messages/routes"
import { publicRoutes } from "@/features/public/routes"
import { routes as submissionRoutes } from "@/features/submission/routes"
import type { Role } from "@/api"
import { openCall, useCall } from "@/session/call"
import { ROLES } from "@/session/roles"
import { sessionKnown, useSession } from "@/session/session"

const lost: RouteRecordRaw = {
  name: "lost",
  path: "/:rest(.*)*",
  component: () => import("@/features/public/LostPage.vue"),
  meta: { title: { zh: "没有这一页", en: "Page not found" } },
}

const routes: RouteRecordRaw[] = [...publicRoutes, ...accountRoutes, ...messageRoutes, ...submissionRoutes, lost]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) =>
    saved ?? (to.hash ? { el: to.hash } : to.path === from.path ? false : { top: 0 }),
})

/** The call an address is about: named in the path, or the first part of a submission's id. */
function callOf(to: RouteLocationNormalized): string | null {
  const { call, id } = to.params
  if (typeof call === "string" && call !== "-") return call
  return typeof id === "string" && id.includes(".") ? (id.split(".")[0] ?? null) : null
}

let hasOffice = false
const isApplicant = (role: Role): boolean => ROLES[role].files && !ROLES[role].holds

/**
 * Adds the pages of desks and the office, once.
 * Whoever does not only file has them in the navigation; anybody may have an address of one.
 */
async function addOffice(to: RouteLocationNormalized): Promise<boolean> {
  const { account } = useSession()
  if (hasOffice || (to.name !== "lost" && (!account.value || isApplicant(account.value.role)))) return false
  for (const route of (await import("./officeRoutes")).officeRoutes) router.addRoute(route)
  hasOffice = true
  return to.name === "lost"
}

const PASSWORD = "/account/password"

function admitted(to: RouteLocationNormalized): true | string {
  const { account } = useSession()
  const roles = to.meta.roles
  if (account.value?.must_change_password && to.path !== PASSWORD && roles) return PASSWORD
  if (!roles || (account.value && roles.includes(account.value.role))) return true
  return account.value ? "/forbidden" : `/sign-in?next=${encodeURIComponent(to.fullPath)}`
}

router.beforeEach(async (to) => {
  const named = callOf(to)
  await Promise.all([sessionKnown(), named ? openCall(named) : null])
  if (!named) await openCall(null, useSession().account.value?.authority)
  if (await addOffice(to)) return to.fullPath
  const { call } = useCall()
  if (to.params.call === "-" && call.value) return to.fullPath.replace("/-", `/${call.value.id}`)
  return admitted(to)
})

/** A new page is read from its heading on, by keyboard and by screen reader. */
router.afterEach(async (to, from) => {
  if (to.path === from.path || !from.matched.length || (to.meta.stays && to.matched[0] === from.matched[0])) return
  await nextTick()
  const heading = document.querySelector<HTMLElement>("main h1") ?? document.getElementById("main")
  heading?.setAttribute("tabindex", "-1")
  heading?.focus({ preventScroll: true })
})

/** A part that is gone after a new release is fetched by loading the whole page afresh, once; from this site alone,
 * since a path that begins with two slashes names another. */
router.onError((error: Error, to) => {
  if (/import|module|chunk|preload/i.test(error.message) && navigator.onLine)
    window.location.assign(window.location.origin + to.fullPath)
})
