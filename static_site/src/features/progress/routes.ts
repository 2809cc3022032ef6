/** How far the desk's area is. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"
import { TERMS } from "@/i18n/terms"

const desk = ["recommender"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/desk/:call/progress",
    component: () => import("./ProgressPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "进度统计", en: "Progress" },
      roles: desk,
      within: "/desk/:call/progress",
      nav: { for: ["recommender"], order: 32 },
    },
  },
  {
    path: "/desk/:call/area",
    component: () => import("./AreaPage.vue"),
    beforeEnter: requireCall,
    meta: { title: TERMS.applicants, roles: desk, within: "/desk/:call/progress" },
  },
  {
    path: "/desk/:call/:track/lists",
    component: () => import("./ListsPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "下级名单", en: "Lists from below" }, roles: desk, within: "/desk/:call/progress" },
  },
]
