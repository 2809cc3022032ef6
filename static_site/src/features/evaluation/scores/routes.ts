/** Scores: the tally of a stage, and computing one again. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

const roles = ["organiser", "agency", "observer"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/evaluation/:call/:track/:stage/tally",
    component: () => import("./TallyPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "计分", en: "Tally" }, roles, within: "/evaluation/:call" },
  },
  {
    path: "/evaluation/:call/recompute",
    component: () => import("./RecomputePage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "核验计分", en: "Check the tally" }, roles, within: "/evaluation/:call" },
  },
]
