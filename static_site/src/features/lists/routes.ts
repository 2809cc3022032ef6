/** Pages of desks; the organiser reads and returns on the same pages what top desks have nominated. */
import type { RouteRecordRaw } from "vue-router"
import { callOpened } from "./desk/guards"

const desk = ["recommender"] as const
const holders = ["recommender", "organiser"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/desk/:call",
    redirect: (to) => `/desk/${to.params["call"] as string}/-`,
    meta: { title: { zh: "待办", en: "Inbox" }, roles: holders, nav: { for: holders, order: 30 } },
  },
  {
    path: "/desk/:call/:track",
    component: () => import("./inbox/InboxPage.vue"),
    beforeEnter: [async (to) => (await import("./inbox/landing")).landed(to), callOpened],
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
    beforeEnter: callOpened,
    meta: { title: { zh: "推荐排序", en: "Ranking" }, roles: desk, within: "/desk/:call/ranking" },
  },
  {
    path: "/desk/:call/reports",
    component: () => import("./report/ReportsPage.vue"),
    beforeEnter: callOpened,
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
    beforeEnter: callOpened,
    meta: { title: { zh: "推荐汇总表", en: "Summary table" }, roles: holders, within: "/desk/:call/reports" },
  },
  {
    path: "/desk/:call/progress",
    component: () => import("@/features/progress/ProgressPage.vue"),
    beforeEnter: callOpened,
    meta: {
      title: { zh: "进度统计", en: "Progress" },
      roles: desk,
      within: "/desk/:call/progress",
      nav: { for: ["recommender"], order: 32 },
    },
  },
  {
    path: "/desk/:call/area",
    component: () => import("@/features/progress/AreaPage.vue"),
    beforeEnter: callOpened,
    meta: { title: { zh: "申报用户", en: "Applicants" }, roles: desk, within: "/desk/:call/progress" },
  },
  {
    path: "/desk/:call/settings",
    component: () => import("@/features/settings/SettingsPage.vue"),
    beforeEnter: callOpened,
    meta: {
      title: { zh: "设置", en: "Settings" },
      roles: desk,
      within: "/desk/:call/settings",
      nav: { for: ["recommender"], order: 34 },
    },
  },
  {
    path: "/desk/:call/:track/lists",
    component: () => import("@/features/progress/ListsPage.vue"),
    beforeEnter: callOpened,
    meta: { title: { zh: "下级名单", en: "Lists from below" }, roles: desk, within: "/desk/:call/progress" },
  },
  {
    path: "/desk/:call/:track/:id",
    component: () => import("@/features/review/ReviewPage.vue"),
    beforeEnter: callOpened,
    meta: { title: { zh: "审阅", en: "Review" }, roles: holders, within: "/desk/:call" },
  },
]
