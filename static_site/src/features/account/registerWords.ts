/** Words of registering, and of the facts an account has. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

export const t = words({
  register: TERMS.register,
  signIn: TERMS.signIn,
  login: TERMS.loginName,
  password: TERMS.password,
  call: { zh: "参加的评选", en: "Registering for" },
  callHelp: { zh: "账户在同一主办单位的各项评选中通用。", en: "The account serves all calls of the same organiser." },
  callOne: { zh: "参加的评选：{call}", en: "Registering for: {call}" },
  name: { zh: "用户姓名", en: "Your name" },
  nickname: { zh: "昵称", en: "Nickname" },
  nicknameHelp: {
    zh: "区县单位写“某某区某某局”或“某某区某某街办”，市直部门写“市某某局”；企业写主管局或街办，便于按地区统计。",
    en: "Start with region and body, as in 某某区某某局, 某某区某某街办 or 市某某局; companies name the bureau or street office over them. It is counted by region.",
  },
  nicknameAsked: { zh: "本地区要求按此填写。", en: "Your region asks for this form." },
  loginHelp: {
    zh: "3–32 个字母、数字、汉字或 . _ @ -，注册后不能改。",
    en: "3–32 letters, digits, Chinese characters or . _ @ -; cannot be changed later.",
  },
  passwordAgain: { zh: "确认密码", en: "Password, again" },
  mobile: { zh: "手机号码", en: "Mobile number" },
  phone: { zh: "联系电话", en: "Phone number" },
  phoneHelp: {
    zh: "请带区号；境外号码带国家代码，如 +44 20 7946 0000。",
    en: "With its area code; a number of another country begins with that country's code, as in +44 20 7946 0000.",
  },
  area: { zh: "推荐单位", en: "Recommending desk" },
  areaHelp: {
    zh: "忘记密码时由它发放一次性密码；推送时可以另选。",
    en: "It issues a one-time password when you have forgotten yours. You may still push to another.",
  },
  choose: { zh: "请选择", en: "Please choose" },
  region: { zh: "所在地区", en: "Region" },
  regionHelp: {
    zh: "选到县（市、区）；开发区选所属的市或区。",
    en: "Down to the county or district; for a development zone choose its city or district.",
  },
  parent: { zh: "主管部门", en: "Parent body" },
  parentHelp: {
    zh: "主管或业务归口的部门。先选所在地区，再从名单中选。",
    en: "The body over you or over your line of business. Choose your region first, then pick from the list.",
  },
  parentOther: { zh: "名单中没有，自行填写", en: "Not in the list; type it in" },
  parentTyped: { zh: "主管部门全称", en: "Full name of the parent body" },
  organisation: { zh: "组织", en: "Organisation" },
  organisationHelp: { zh: "单位全称，与公章一致。", en: "Full name, as on the seal." },
  agree: { zh: "我已阅读", en: "I have read the " },
  privacy: { zh: "个人信息说明", en: "privacy notice" },
  agreeRest: {
    zh: "：姓名和电话只用于评选的联系",
    en: ": name and phone number are used only to reach me about the call",
  },
  have: { zh: "已有账户？", en: "Already registered?" },
  registered: { zh: "注册成功，已登录", en: "Registered and signed in" },
  readyTitle: { zh: "注册前请准备", en: "Have at hand" },
  readyRegion: { zh: "单位全称和所在地区", en: "The full name of your organisation and its region" },
  readyName: { zh: "单位或团队的名称", en: "The name of your organisation or group" },
  readyParent: {
    zh: "主管部门（企业为主管局或街办）",
    en: "The parent body (for companies: the bureau or street office)",
  },
  readyMobile: { zh: "经办人姓名和手机号码", en: "Name and mobile number of whoever files" },
  readyPhone: { zh: "经办人姓名和联系电话", en: "Name and phone number of whoever files" },
  readyOnce: {
    zh: "各项都要填。一个单位一般注册一个账户；单位信息填一次，各申报表自动带出。",
    en: "Every field is required. One account per organisation is enough. Its facts are typed once and fill every form.",
  },
  fixMany: { zh: "还有 {n} 处要改", en: { one: "{n} thing to correct", other: "{n} things to correct" } },
  passwordHelp: {
    zh: "至少 {n} 个字符，可用一句话；不要含登录名称、单位名称或年份。",
    en: "At least {n} characters; a sentence is fine. Leave out your login name, organisation and the year.",
  },
})
