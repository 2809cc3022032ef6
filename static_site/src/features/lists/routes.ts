/** A desk's inbox, ranked list and tables; the organiser has the same inbox for what top desks nominate. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "./desk/guards"
import { holders } from "@/session/roles"

const desk = ["recommender"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/desk/:call",
    redirect: (to) => `/desk/${to.params["call"] as string}/-`,
    meta: { title: { zh: "待办", en: "Inbox" }, roles: holders, nav: { for: holders, order: 30 } },
  },
  {
    path: "/desk/:call/:track",
    component: () => import("./inbox/InboxPage.vue"),
    beforeEnter: [async (to) => (await import("./inbox/landing")).landed(to), requireCall],
    meta: { title: { zh: "待办", en: "Inbox" }, roles: holders, within: "/desk/:call" },
  },
  {
    path: "/desk/:call/ranking",
    redirect: (to) => `/desk/${to.params["call"] as string}/-/ranking`,
    meta: { title: { zh: "推荐排序", en: "Ranking" }, roles: desk, nav: { for: ["recommender"], order: 31 } },
  },
  {
    path: "/desk/:call/:track/ranking",
    component: () => import("./ranking/RankingPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "推荐排序", en: "Ranking" }, roles: desk, within: "/desk/:call/ranking" },
  },
  {
    path: "/desk/:call/reports",
    component: () => import("./report/ReportsPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "汇总表", en: "Tables" },
      roles: desk,
      within: "/desk/:call/reports",
      nav: { for: ["recommender"], order: 33 },
    },
  },
  {
    path: "/desk/:call/:track/reports/:n",
    component: () => import("./report/ReportPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "推荐汇总表", en: "Summary table" }, roles: holders, within: "/desk/:call/reports" },
  },
]
