/** One's own messages, which the bell in the header leads to, and how one wants to be reached. */
import type { RouteRecordRaw } from "vue-router"
import { everyone } from "@/session/roles"

export const routes: RouteRecordRaw[] = [
  {
    path: "/messages",
    component: () => import("./MessagesPage.vue"),
    meta: { title: { zh: "消息", en: "Messages" }, roles: everyone },
  },
]
