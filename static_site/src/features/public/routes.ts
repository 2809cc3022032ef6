/** What everybody may read. */
import type { RouteRecordRaw } from "vue-router"
import { everyone } from "@/session/roles"
import { TERMS } from "@/i18n/terms"

const all = ["visitor", ...everyone] as const

export const publicRoutes: RouteRecordRaw[] = [
  {
    path: "/",
    component: () => import("./HomePage.vue"),
    meta: { title: { zh: "首页", en: "Home" } },
  },
  {
    path: "/calls/:call",
    component: () => import("./HomePage.vue"),
    meta: { title: { zh: "首页", en: "Home" }, nav: { for: ["visitor"], order: 0 } },
  },
  {
    path: "/calls/:call/notice",
    component: () => import("./NoticePage.vue"),
    meta: { title: { zh: "评选通知", en: "Notice" }, nav: { for: all, order: 80 } },
  },
  {
    path: "/calls/:call/rules",
    component: () => import("./rules/RulesPage.vue"),
    meta: { title: { zh: "评审规则", en: "How entries are judged" } },
  },
  {
    path: "/calls/:call/help",
    component: () => import("./HelpPage.vue"),
    meta: {
      title: TERMS.manual,
      nav: { for: all, order: 90, label: { zh: "帮助", en: "Help" } },
    },
  },
  {
    path: "/calls/:call/files/:name",
    component: () => import("./TemplatePage.vue"),
    meta: { title: { zh: "模板", en: "Template" } },
  },
  { path: "/notice", redirect: "/calls/-/notice" },
  { path: "/help", redirect: "/calls/-/help" },
  {
    path: "/privacy",
    component: () => import("./PrivacyPage.vue"),
    meta: { title: TERMS.privacy },
  },
  {
    path: "/accessibility",
    component: () => import("./AccessibilityPage.vue"),
    meta: { title: TERMS.accessibility },
  },
]
