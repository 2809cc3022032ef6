/** The applicant's pages: what is filed, the form, its push, one submission's page; and where a printed QR leads. */
import type { RouteRecordRaw } from "vue-router"
import { filers } from "@/session/roles"
import { beforeSignOut } from "@/session/session"
import { TERMS } from "@/i18n/terms"

beforeSignOut(async () => (await import("@/features/form/saving/signOut")).mayLeave())

export const routes: RouteRecordRaw[] = [
  {
    path: "/calls/:call/submissions",
    component: () => import("./MinePage.vue"),
    meta: { title: TERMS.mySubmissions, roles: filers, nav: { for: ["applicant"], order: 10 } },
  },
  {
    path: "/calls/:call/new",
    component: () => import("./NewPage.vue"),
    meta: {
      title: TERMS.newSubmission,
      roles: filers,
      nav: { for: ["applicant"], order: 11, label: { zh: "新建申报", en: "New" } },
    },
  },
  { path: "/calls/:call/submissions/new", redirect: ({ params }) => `/calls/${String(params["call"])}/new` },
  {
    path: "/calls/:call/forms/:track",
    component: () => import("./BlankFormPage.vue"),
    meta: { title: { zh: "空表", en: "Empty form" } },
  },
  {
    path: "/submissions/:id",
    component: () => import("./DetailPage.vue"),
    meta: { title: TERMS.details, roles: filers },
  },
  {
    path: "/submissions/:id/edit",
    component: () => import("@/features/form/FormPage.vue"),
    meta: { title: TERMS.edit, roles: filers },
  },
  {
    path: "/submissions/:id/correct",
    component: () => import("@/features/form/FormPage.vue"),
    meta: { title: { zh: "补正", en: "Correction" }, roles: filers },
  },
  {
    path: "/submissions/:id/push",
    component: () => import("./PushPage.vue"),
    meta: { title: TERMS.push, roles: filers },
  },
  {
    path: "/t/:number/:code",
    component: () => import("./ScanPage.vue"),
    meta: { title: { zh: "核对内容码", en: "Check a code" }, roles: [...filers, "organiser"] },
  },
  {
    path: "/submissions/:id/files/:name",
    component: () => import("./TemplateSheet.vue"),
    meta: { title: { zh: "模板", en: "Template" }, roles: filers, bare: true },
  },
]
