/** Pages of the organiser. What desks nominate is handled on the desks' own pages. */
import type { RouteRecordRaw } from "vue-router"
import { requireCall } from "@/features/lists/desk/guards"
import { TERMS } from "@/i18n/terms"

const roles = ["organiser"] as const

export const routes: RouteRecordRaw[] = [
  {
    path: "/organiser/:call",
    component: () => import("./board/BoardPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "总览", en: "Overview" }, roles, within: "/organiser/:call", nav: { for: roles, order: 20 } },
  },
  {
    path: "/organiser/:call/search",
    component: () => import("./search/SearchPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "查找申报", en: "Find an entry" }, roles, within: "/organiser/:call" },
  },
  {
    path: "/organiser/:call/desks/:desk",
    component: () => import("./board/DeskPage.vue"),
    beforeEnter: requireCall,
    meta: { title: TERMS.desk, roles, within: "/organiser/:call" },
  },
  {
    path: "/organiser/:call/lists",
    redirect: (to) => `/organiser/${to.params["call"] as string}/lists/-`,
    meta: { title: { zh: "上报名单", en: "Lists" }, roles, nav: { for: roles, order: 51 } },
  },
  {
    path: "/organiser/:call/lists/:track",
    component: () => import("./board/ListsPage.vue"),
    beforeEnter: requireCall,
    meta: { title: { zh: "上报名单", en: "Lists" }, roles, within: "/organiser/:call/lists" },
  },
  {
    path: "/organiser/:call/accounts",
    component: () => import("./accounts/AccountsPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "账户", en: "Accounts" },
      roles,
      within: "/organiser/:call/accounts",
      nav: { for: roles, order: 52 },
    },
  },
  {
    path: "/organiser/:call/deadlines",
    component: () => import("./deadlines/DeadlinesPage.vue"),
    beforeEnter: requireCall,
    meta: {
      title: { zh: "延期", en: "Extensions" },
      roles,
      within: "/organiser/:call/deadlines",
      nav: { for: roles, order: 53 },
    },
  },
]
