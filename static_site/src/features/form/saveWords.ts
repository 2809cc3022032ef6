import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

/** What became of the last change. */
export const t = words({
  saved: { zh: "已保存 {at}", en: "Saved {at}" },
  savedPlain: TERMS.saved,
  waiting: { zh: "有改动，稍候自动保存", en: "Changed, will be saved in a moment" },
  saving: { zh: "正在保存…", en: "Saving…" },
  offline: { zh: "未上传，改动已存在本机", en: "Waiting: kept on this device" },
  "signed-out": { zh: "登录已过期，改动已存在本机", en: "Your session has ended: kept on this device" },
  signIn: { zh: "重新登录", en: "Sign in again" },
  conflict: { zh: "内容在别处也改过", en: "Changed elsewhere too" },
  choose: { zh: "查看并选择", en: "Compare and choose" },
})
