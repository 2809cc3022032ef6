/** The organiser's roll: formal checks, and what is frozen. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

const roles = ["organiser"] as const
const title = { zh: "参评名单", en: "Roll" }

export const routes: RouteRecordRaw[] = [
  {
    path: "/organiser/:call/roll",
    redirect: (to) => `/organiser/${to.params["call"] as string}/roll/-`,
    meta: { title, roles, nav: { for: roles, order: 55 } },
  },
  {
    path: "/organiser/:call/roll/:track",
    component: () => import("./RollPage.vue"),
    beforeEnter: requireCall,
    meta: { title, roles, within: "/organiser/:call/roll" },
  },
]
