/** Reading entries one by one and deciding on them. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"
import { holders } from "@/session/roles"

export const routes: RouteRecordRaw[] = [
  {
    path: "/desk/:call/:track/:id",
    component: () => import("./ReviewPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "审阅", en: "Review" }, roles: holders, within: "/desk/:call" },
  },
]
