import { words } from "@/i18n"
import { WORK } from "@/i18n/workTerms"

/** Words of an account's history. */
export const t = words({
  title: WORK.accountRecord,
  lead: {
    zh: "账户何时由谁注册、分发、重置、停用，资料和密码何时修改，都记在这里，不会删除。",
    en: "When this account was registered, issued, reset or disabled and by whom, and when its details or password were changed. Nothing is ever removed.",
  },
  sinceReset: {
    zh: "密码于 {at} 由{office}重置。再修改一次密码之前，办理记录会注明“经重置密码登录”。",
    en: "{office} reset the password on {at}. Until it is changed once more, histories say “signed in after a password reset”.",
  },
  self: { zh: "本账户", en: "This account" },
  register: { zh: "注册", en: "Registered" },
  issue: { zh: "分发账户", en: "Issued" },
  reset_password: { zh: "重置密码", en: "Password reset" },
  sign_in: { zh: "登录", en: "Signed in" },
  change_password: { zh: "修改密码", en: "Password changed" },
  change_facts: { zh: "修改资料", en: "Details changed" },
  disable: { zh: "停用", en: "Disabled" },
  enable: { zh: "启用", en: "Enabled" },
  close: { zh: "注销", en: "Closed" },
  name: { zh: "姓名", en: "name" },
  phone: { zh: "电话", en: "phone number" },
  organisation: { zh: "组织", en: "organisation" },
  and: { zh: "、", en: ", " },
  known: { zh: "在登录过的设备上", en: "on a device used before" },
  unknown: { zh: "在新设备上", en: "on a new device" },
})
