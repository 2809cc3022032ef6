/** Words of one's own account and dossier. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"
import { WORK } from "@/i18n/workTerms"

export const t = words({
  own: TERMS.accountDetails,
  ownText: {
    zh: "姓名、电话和组织可以改；其他各项注册后不能改，地区或主管部门选错的，请换一个登录名称重新注册。",
    en: "Name, phone number and organisation can be changed; all else stays as it was registered. If the region or the parent body is wrong, please register again under another login name.",
  },
  passwordAgain: {
    zh: "修改资料须再次输入登录密码。",
    en: "Any change takes your password again.",
  },
  save: TERMS.save,
  saved: TERMS.saved,
  savedWith: {
    zh: "已保存，其中 {n} 项有误，请更正",
    en: {
      one: "Saved; {n} item is wrong, please correct it",
      other: "Saved; {n} items are wrong, please correct them",
    },
  },
  sessions: { zh: "登录设备", en: "Signed-in devices" },
  sessionsText: {
    zh: "不认识的设备请退出，并修改密码。",
    en: "Sign out any device you do not know, and change your password.",
  },
  since: { zh: "登录时间", en: "Signed in" },
  failed: {
    zh: "登录前失败 {n} 次",
    en: { one: "{n} failed try before it", other: "{n} failed tries before it" },
  },
  seen: { zh: "最近使用", en: "Last used" },
  thisOne: { zh: "本机", en: "This device" },
  revoke: { zh: "退出", en: "Sign out" },
  revoked: { zh: "已退出该设备", en: "That device is signed out" },
  changePassword: TERMS.changePassword,
  mustChange: { zh: "首次登录请先设置自己的密码", en: "Please set your own password first" },
  mustChangeText: {
    zh: "一次性密码只能用一次，设置新密码后继续。",
    en: "A one-time password works once. Set a new one to go on.",
  },
  changeText: { zh: "修改后，其他设备上的登录会一并退出。", en: "All your other devices are signed out with it." },
  oldPassword: { zh: "原密码", en: "Current password" },
  newPassword: { zh: "新密码", en: "New password" },
  newAgain: { zh: "确认新密码", en: "New password, again" },
  changed: { zh: "密码已修改", en: "The password has been changed" },
  role: { zh: "账户类型", en: "Kind of account" },
  desk: TERMS.desk,
  agency: { zh: "评审机构", en: "Agency" },
  dossier: TERMS.dossier,
  dossierText: {
    zh: "单位信息填一次，新建申报时自动带出，在申报表里仍可修改。",
    en: "Your organisation's facts, typed once. They fill every new form, where you can still change them.",
  },
  unit: WORK.organisation,
  contact: WORK.contact,
  dossierStale: {
    zh: "档案已在别处改动，已换成新的内容，请重新修改。",
    en: "The dossier was changed elsewhere. The new version is shown; please make your change again.",
  },
})
