/** The organiser's roll: formal checks, and what is frozen. It is reached from the season's page. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

const roles = ["organiser"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/organiser/:call/roll",
    component: () => import("./RollPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "参评名单", en: "Roll" },
      roles,
      within: "/evaluation/:call",
    },
  },
]
