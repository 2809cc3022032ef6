/** A desk's own settings. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

const desk = ["recommender"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/desk/:call/settings",
    component: () => import("./SettingsPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "设置", en: "Settings" },
      roles: desk,
      within: "/desk/:call/settings",
      nav: { for: ["recommender"], order: 34 },
    },
  },
]
