/** Pages of desks; the organiser reads and returns on the same pages what top desks have nominated. */
import type { RouteRecordRaw } from "vue-router"
import { callOpened } from "./opened"

const desk = ["recommender"] as const
const holders = ["recommender", "organiser"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/desk/:call",
    redirect: (to) => `/desk/${to.params["call"] as string}/-`,
    meta: { title: { zh: "待办", en: "Inbox" }, roles: holders, nav: { for: ["recommender"], order: 30 } },
  },
  {
    path: "/desk/:call/:track",
    component: () => import("./inbox/InboxPage.vue"),
    beforeEnter: callOpened,
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
    path: "/desk/:call/:track/:id",
    component: () => import("./review/ReviewPage.vue"),
    beforeEnter: callOpened,
    meta: { title: { zh: "审阅", en: "Review" }, roles: holders, within: "/desk/:call" },
  },
]
