import { words } from "@/i18n"

/** Words of a page that is not there, or not open to the reader. */
export const t = words({
  lost: { zh: "没有这一页", en: "Page not found" },
  lostWhy: {
    zh: "地址可能写错了，或者内容已经删除。",
    en: "The address may be mistyped, or the content has been deleted.",
  },
  forbidden: { zh: "这一页不对当前账户开放", en: "This page is not open to this account" },
  forbiddenWhy: {
    zh: "请换用有权限的账户，或返回首页。",
    en: "Please use an account that may see it, or return to the home page.",
  },
  home: { zh: "返回首页", en: "Home page" },
})
