/** Words that many parts of the site share, each said once: `print: TERMS.print` in a part's dictionary. */
import { words } from "./words"

/** Every page loads them: what the frame and the routes say, and what first pages share with others. */
export const TERMS = {
  site: { zh: "桂冠", en: "Laurel" },
  print: { zh: "打印", en: "Print" },
  optional: { zh: "选填", en: "optional" },
  saved: { zh: "已保存", en: "Saved" },
  declined: { zh: "不予推荐", en: "Not recommended" },
  untitled: { zh: "（未命名）", en: "(untitled)" },
  total: { zh: "合计", en: "Total" },
  save: { zh: "保存", en: "Save" },
  reported: { zh: "已上报", en: "Reported" },
  loginName: { zh: "登录名称", en: "Login name" },
  password: { zh: "登录密码", en: "Password" },
  signIn: { zh: "登录", en: "Sign in" },
  register: { zh: "注册账户", en: "Register" },
  accountDetails: { zh: "账户资料", en: "Account details" },
  changePassword: { zh: "修改密码", en: "Change password" },
  dossier: { zh: "单位档案", en: "Unit dossier" },
  mySubmissions: { zh: "我的申报", en: "My submissions" },
  newSubmission: { zh: "新建申报", en: "New submission" },
  details: { zh: "详情", en: "Details" },
  edit: { zh: "编辑", en: "Edit" },
  push: { zh: "推送", en: "Push" },
  applicants: { zh: "申报用户", en: "Applicants" },
  desk: { zh: "推荐单位", en: "Desk" },
  manual: { zh: "操作手册", en: "Manual" },
  hostedBy: { zh: "主办：{name}", en: "Organised by {name}" },
  privacy: { zh: "个人信息说明", en: "Privacy" },
  accessibility: { zh: "无障碍声明", en: "Accessibility" },
  signInAgain: { zh: "请重新登录", en: "Please sign in again" },
  sessionEnded: {
    zh: "登录已失效。重新登录后接着办理，本页内容还在。",
    en: "Your session has ended. Sign in to go on; this page stays as it is.",
  },
  close: { zh: "关闭", en: "Close" },
  cancel: { zh: "取消", en: "Cancel" },
  retry: { zh: "再试一次", en: "Try again" },
  show: { zh: "显示", en: "Show" },
  hide: { zh: "隐藏", en: "Hide" },
  returned: { zh: "已退回，改好后可再推送", en: "Returned; correct it and push again" },
} as const

export const terms = words({ site: TERMS.site })
