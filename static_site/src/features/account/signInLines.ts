/** What is said after signing in: tries that failed before it, and what offices did to the account. */
import type { OfficeAct } from "@/api"
import { moment, text, words } from "@/i18n"
import { ownTime } from "@/session/call"
import { toast } from "@/ui/live"

export const t = words({
  failed: {
    zh: "上次登录之后，有 {n} 次登录失败。如果不是你本人，请修改密码。",
    en: {
      one: "{n} try to sign in has failed since your last. If it was not you, please change your password.",
      other: "{n} tries to sign in have failed since your last. If it was not you, please change your password.",
    },
  },
  reset_password: {
    zh: "你的密码于 {at} 由{office}重置。如果不是你要求的，请看“账户资料”里的账户记录，并向主办单位反映。",
    en: "{office} reset your password on {at}. If you did not ask for it, look at the record in your account details and tell the organiser.",
  },
  disable: {
    zh: "你的账户于 {at} 被{office}停用，现已重新启用。",
    en: "{office} disabled your account on {at}. It is enabled again.",
  },
})

/** The lines, those on the account first. */
export function linesOf(failed: number, acts: readonly OfficeAct[]): string[] {
  const told = acts.map(({ step, at, office }) =>
    t.of(step, "reset_password", { at: ownTime(moment(at), at), office: text(office) }),
  )
  return failed ? [...told, t("failed", { n: failed })] : told
}

/** Says them. */
export function sayAll(failed: number, acts: readonly OfficeAct[]): void {
  linesOf(failed, acts).forEach(toast)
}
