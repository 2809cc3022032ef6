/** Signing in, registering and one's own account. */
import type { RouteRecordRaw } from "vue-router"
import { everyone, filers } from "@/session/roles"
import { TERMS } from "@/i18n/terms"

export const account: RouteRecordRaw[] = [
  {
    path: "/sign-in",
    component: () => import("./SignInPage.vue"),
    meta: { title: TERMS.signIn },
  },
  {
    path: "/calls/:call/register",
    component: () => import("./RegisterPage.vue"),
    meta: { title: TERMS.register, stays: true },
  },
  { path: "/register", redirect: "/calls/-/register" },
  {
    path: "/account",
    component: () => import("./AccountPage.vue"),
    meta: { title: TERMS.accountDetails, roles: everyone },
  },
  {
    path: "/account/password",
    component: () => import("./PasswordPage.vue"),
    meta: { title: TERMS.changePassword, roles: everyone },
  },
  {
    path: "/dossier",
    component: () => import("./DossierPage.vue"),
    meta: { title: TERMS.dossier, roles: filers },
  },
]
