/** Public notices, where they are given. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

export const routes: RouteRecordRaw[] = [
  {
    path: "/evaluation/:call/public-notices",
    component: () => import("./NoticesPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "公示", en: "Public notices" },
      roles: ["organiser", "observer"],
      within: "/evaluation/:call",
    },
  },
]
