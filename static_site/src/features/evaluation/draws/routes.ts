/** A jury's draw: for anybody, and for those who run or watch the evaluation. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

const roles = ["organiser", "agency", "observer"] as const
const component = () => import("./DrawPage.vue")
const title = { zh: "专家抽取与分配", en: "Draw and assignment" }

export const publicDrawRoute: RouteRecordRaw = {
  path: "/calls/:call/draws/:track/:stage",
  component,
  beforeEnter: requireCall,
  meta: { title: { zh: "专家抽取", en: "Draw of experts" } },
}

export const routes: RouteRecordRaw[] = [
  {
    path: "/evaluation/:call/:track/:stage/draw",
    component,
    beforeEnter: requireCall,
    meta: { title, roles, within: "/evaluation/:call" },
  },
  {
    path: "/evaluation/:call/:track/:stage/assignment",
    redirect: (to) => ({ path: `${to.path.slice(0, -11)}/draw`, hash: "#plan" }),
  },
  { path: "/evaluation/:call/:track/:stage/experts", redirect: (to) => `${to.path.slice(0, -8)}/draw` },
]
