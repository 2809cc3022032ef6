/** Words of signing in. */
import { words } from "@/i18n"

export const t = words(
  {
    signIn: "登录",
    login: "登录名称",
    password: "登录密码",
    working: "正在进行安全校验…",
    forgot: "忘记密码怎么办",
    forgotText: "请联系推荐单位或主办单位，由其发放一次性密码，登录后重新设置。",
    deskPhones: "查推荐单位的电话",
    fresh: "还没有账户？",
    freshText: "申报单位自行注册，几分钟即可完成。",
    register: "注册账户",
    desks: "推荐单位",
    desksText: "账户由上级发放，不用注册。首次登录须修改密码。没有收到账户的，请联系上级推荐单位。",
    demo: "演示账户",
    demoText: "仅在本机演示时出现，选一个填入即可。",
    use: "填入",
    go: "登录后继续刚才的页面。",
    again: "请重新登录",
    againWhy: "登录已失效。重新登录后接着办理，本页内容还在。",
  },
  {
    signIn: "Sign in",
    login: "Login name",
    password: "Password",
    working: "Running a security check…",
    forgot: "Forgotten your password?",
    forgotText:
      "Please contact your recommending desk or the organiser; either issues a one-time password to set a new one.",
    deskPhones: "Find your desk's phone number",
    fresh: "No account yet?",
    freshText: "Applicants register themselves; it takes a few minutes.",
    register: "Register",
    desks: "Recommending desks",
    desksText:
      "Accounts are handed out by the level above. The password is changed at first sign-in. If you have received none, please contact the desk above yours.",
    demo: "Demo accounts",
    demoText: "Offered on this local demonstration only. Choose one to fill it in.",
    use: "Fill in",
    go: "After signing in you continue where you were.",
    again: "Please sign in again",
    againWhy: "Your session has ended. Sign in to go on; this page stays as it is.",
  },
)
