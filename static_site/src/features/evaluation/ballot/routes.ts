/** The ballot of a meeting. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

export const routes: RouteRecordRaw[] = [
  {
    path: "/evaluation/:call/:track/:stage/ballot",
    component: () => import("./BallotPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "会议表决", en: "Ballot of the meeting" },
      roles: ["organiser", "agency", "observer"],
      within: "/evaluation/:call",
    },
  },
]
