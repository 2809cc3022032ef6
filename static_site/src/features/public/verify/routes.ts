/** Checking a file against the record of its call, for everybody. */
import type { RouteRecordRaw } from "vue-router"

export const verifyRoute: RouteRecordRaw = {
  path: "/verify",
  component: () => import("./VerifyPage.vue"),
  meta: { title: { zh: "核对文件", en: "Check a file" } },
}
