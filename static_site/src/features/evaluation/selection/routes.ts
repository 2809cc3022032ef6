/** The selection of a track. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

export const routes: RouteRecordRaw[] = [
  {
    path: "/evaluation/:call/selection/:track",
    component: () => import("./SelectionPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "遴选名单", en: "Selection" },
      roles: ["organiser", "observer"],
      within: "/evaluation/:call",
    },
  },
]
