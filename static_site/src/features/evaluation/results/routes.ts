/** Results, where they are announced. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

export const routes: RouteRecordRaw[] = [
  {
    path: "/evaluation/:call/results",
    component: () => import("./ResultsPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "评选结果", en: "Results" },
      roles: ["organiser", "observer"],
      within: "/evaluation/:call",
    },
  },
]
