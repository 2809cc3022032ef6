/** The season: where each track's evaluation stands. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

const roles = ["organiser", "agency", "observer"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/evaluation/:call",
    component: () => import("./SeasonPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "评选进程", en: "Season" },
      roles,
      within: "/evaluation/:call",
      nav: { for: roles, order: 54, where: "judged" },
    },
  },
]
