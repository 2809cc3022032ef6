/** Pages of experts, for whoever runs the evaluation, and an expert's own page. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

const runners = ["organiser", "agency"] as const
// the organiser comes from the season's page: its navigation is as wide as the header already
const experts = ["expert"] as const
const title = { zh: "评审专家", en: "Experts" }

export const routes: RouteRecordRaw[] = [
  {
    path: "/evaluation/:call/experts",
    component: () => import("./ExpertsPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title,
      roles: runners,
      within: "/evaluation/:call/experts",
      nav: { for: ["agency"], order: 55, where: "judged" },
    },
  },
  {
    path: "/reading/:call/me",
    component: () => import("./OwnPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "资料与回避", en: "Profile and recusals" },
      roles: experts,
      within: "/reading/:call/me",
      nav: { for: experts, order: 11 },
    },
  },
]
