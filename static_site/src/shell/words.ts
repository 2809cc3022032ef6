/** Words of the frame around every page. */
import { words } from "@/i18n"

export const t = words({
  kind: { zh: "评选填报", en: "award filing" },
  skip: { zh: "跳到正文", en: "Skip to content" },
  mainNav: { zh: "主导航", en: "Main navigation" },
  signIn: { zh: "登录", en: "Sign in" },
  signOut: { zh: "退出登录", en: "Sign out" },
  account: { zh: "账户", en: "Account" },
  myAccount: { zh: "账户资料", en: "Account details" },
  dossier: { zh: "单位档案", en: "Unit dossier" },
  ownFiling: { zh: "自主申报", en: "Own submissions" },
  password: { zh: "修改密码", en: "Change password" },
  loginName: { zh: "登录名称 {login}", en: "Login name {login}" },
  signedOut: { zh: "已退出登录", en: "Signed out" },
  host: { zh: "主办：{name}", en: "Organised by {name}" },
  help: { zh: "操作手册", en: "Manual" },
  privacy: { zh: "个人信息说明", en: "Privacy" },
  accessibility: { zh: "无障碍声明", en: "Accessibility" },
  footNav: { zh: "说明", en: "About this site" },
  offline: {
    zh: "当前离线。已填写的内容保存在本机，联网后自动上传。",
    en: "You are offline. What you type is kept on this device and sent when you are back.",
  },
  again: { zh: "请重新登录", en: "Please sign in again" },
  againWhy: {
    zh: "登录已失效。重新登录后接着办理，本页内容还在。",
    en: "Your session has ended. Sign in to go on; this page stays as it is.",
  },
  down: { zh: "暂时打不开", en: "Cannot be opened right now" },
})
