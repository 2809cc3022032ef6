/** Words of signing in. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

export const t = words({
  signIn: TERMS.signIn,
  login: TERMS.loginName,
  password: TERMS.password,
  forgot: { zh: "忘记密码怎么办", en: "Forgotten your password?" },
  forgotText: {
    zh: "请联系推荐单位或主办单位，由其发放一次性密码，登录后重新设置。",
    en: "Please contact your recommending desk or the organiser; either issues a one-time password to set a new one.",
  },
  deskPhones: { zh: "查推荐单位的电话", en: "Find your desk's phone number" },
  fresh: { zh: "还没有账户？", en: "No account yet?" },
  freshText: {
    zh: "申报单位自行注册，几分钟即可完成。",
    en: "Applicants register themselves; it takes a few minutes.",
  },
  register: TERMS.register,
  desks: { zh: "推荐单位", en: "Recommending desks" },
  desksText: {
    zh: "账户由上级发放，不用注册。首次登录须修改密码。没有收到账户的，请联系上级推荐单位。",
    en: "Accounts are handed out by the level above. The password is changed at first sign-in. If you have received none, please contact the desk above yours.",
  },
  demo: { zh: "演示账户", en: "Demo accounts" },
  demoText: {
    zh: "仅在本机演示时出现，选一个填入即可。",
    en: "Offered on this local demonstration only. Choose one to fill it in.",
  },
  use: { zh: "填入", en: "Fill in" },
  go: { zh: "登录后继续刚才的页面。", en: "After signing in you continue where you were." },
  again: TERMS.signInAgain,
  againWhy: TERMS.sessionEnded,
})
