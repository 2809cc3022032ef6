/** One's own messages, which the bell in the header leads to, and how one wants to be reached. */
import type { RouteRecordRaw } from "vue-router"

const everyone = ["applicant", "recommender", "organiser"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/messages",
    component: () => import("./MessagesPage.vue"),
    meta: { title: { zh: "消息", en: "Messages" }, roles: everyone },
  },
]
