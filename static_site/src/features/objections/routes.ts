/** Objections to public notices: filed and followed by anybody, handled by the organiser, answered by desks. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"

const readers = ["organiser", "observer"] as const
const title = { zh: "异议", en: "Objections" }

export const routes: RouteRecordRaw[] = [
  {
    path: "/calls/:call/object/:n",
    component: () => import("./filing/ObjectPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "提出异议", en: "Object to a public notice" } },
  },
  {
    path: "/calls/:call/objection",
    component: () => import("./following/FollowPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "异议查询", en: "Follow an objection" } },
  },
  {
    path: "/evaluation/:call/objections",
    component: () => import("./hearing/ObjectionsPage.vue"),
    beforeEnter: requireCall,
    meta: { title, roles: readers, within: "/evaluation/:call" },
  },
  {
    path: "/evaluation/:call/objections/:id",
    component: () => import("./hearing/ObjectionPage.vue"),
    beforeEnter: requireCall,
    meta: { title, roles: readers, within: "/evaluation/:call" },
  },
  {
    path: "/desk/:call/objections",
    component: () => import("./desk/DeskObjectionsPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title,
      roles: ["recommender"],
      within: "/desk/:call/objections",
      nav: { for: ["recommender"], order: 34, where: "objections" },
    },
  },
]
