/** What an expert reads and marks, and how far the experts are. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

const experts = ["expert"] as const
const watchers = ["organiser", "agency", "observer"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/reading/:call",
    component: () => import("./ReadingPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "我的评审", en: "My reviews" },
      roles: experts,
      within: "/reading/:call",
      nav: { for: experts, order: 10 },
    },
  },
  {
    path: "/reading/:call/:track/:stage/:entry",
    component: () => import("./EntryPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "评审", en: "Review" }, roles: experts, within: "/reading/:call" },
  },
  {
    path: "/evaluation/:call/:track/:stage/progress",
    component: () => import("../marks/ProgressPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "评审进度", en: "Progress of reviews" }, roles: watchers, within: "/evaluation/:call" },
  },
]
