/** Words of the frame around every page. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

export const t = words({
  kind: { zh: "评选填报", en: "award filing" },
  skip: { zh: "跳到正文", en: "Skip to content" },
  mainNav: { zh: "主导航", en: "Main navigation" },
  signIn: TERMS.signIn,
  signOut: { zh: "退出登录", en: "Sign out" },
  account: { zh: "账户", en: "Account" },
  myAccount: TERMS.accountDetails,
  dossier: TERMS.dossier,
  ownFiling: { zh: "自主申报", en: "Own submissions" },
  password: TERMS.changePassword,
  loginName: { zh: "登录名称 {login}", en: "Login name {login}" },
  signedOut: { zh: "已退出登录", en: "Signed out" },
  host: TERMS.hostedBy,
  help: TERMS.manual,
  privacy: TERMS.privacy,
  accessibility: TERMS.accessibility,
  footNav: { zh: "说明", en: "About this site" },
  offline: {
    zh: "当前离线。已填写的内容保存在本机，联网后自动上传。",
    en: "You are offline. What you type is kept on this device and sent when you are back.",
  },
})
