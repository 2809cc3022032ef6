/** Signing in, registering and one's own account. */
import type { RouteRecordRaw } from "vue-router"
import { everyone, filers } from "@/session/roles"

export const account: RouteRecordRaw[] = [
  {
    path: "/sign-in",
    component: () => import("./SignInPage.vue"),
    meta: { title: { zh: "登录", en: "Sign in" } },
  },
  {
    path: "/calls/:call/register",
    component: () => import("./RegisterPage.vue"),
    meta: { title: { zh: "注册账户", en: "Register" }, stays: true },
  },
  { path: "/register", redirect: "/calls/-/register" },
  {
    path: "/account",
    component: () => import("./AccountPage.vue"),
    meta: { title: { zh: "账户资料", en: "Account details" }, roles: everyone },
  },
  {
    path: "/account/password",
    component: () => import("./PasswordPage.vue"),
    meta: { title: { zh: "修改密码", en: "Change password" }, roles: everyone },
  },
  {
    path: "/dossier",
    component: () => import("./DossierPage.vue"),
    meta: { title: { zh: "单位档案", en: "Unit dossier" }, roles: filers },
  },
]
