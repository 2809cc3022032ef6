/** The guides of the evaluation, for everybody. */
import type { RouteRecordRaw } from "vue-router"
import { TERMS } from "@/i18n/terms"

export const guideRoute: RouteRecordRaw = {
  path: "/calls/:call/help/:part(evaluation|experts)",
  component: () => import("./GuidePage.vue"),
  meta: { title: TERMS.manual },
}
