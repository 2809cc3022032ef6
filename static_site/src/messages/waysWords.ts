/** Words of how one wants to be reached beside the site. */
import { words } from "@/i18n"

export const t = words(
  {
    title: "提醒方式",
    text: "站内消息总会收到。勾选的方式会把未读消息汇总后再发送，已看过的不再发。",
    none: "目前的评选只发站内消息。",
    by: "另外通过",
    mailOn: "电子邮件",
    smsOn: "短信，发到账户的手机号码",
    webhookOn: "主办单位的消息通道，如企业微信、钉钉",
    mail: "接收提醒的电子邮箱",
    mailHelp: "新的邮箱要用验证码确认，留空就不发邮件。",
    askCode: "发送验证码",
    asked: "验证码已发往 {mail}，几分钟内送达",
    code: "验证码",
    codeHelp: "邮件中的 8 位数字",
    save: "保存",
    saved: "已保存",
  },
  {
    title: "Ways to be reached",
    text: "Messages on the site always arrive. The ways chosen here gather what is unread and send it together; what you have read is not sent.",
    none: "The present calls send messages on the site alone.",
    by: "Besides, by",
    mailOn: "E-mail",
    smsOn: "Text message to your account's mobile number",
    webhookOn: "The organiser's own messenger",
    mail: "E-mail address for messages",
    mailHelp: "A new address is confirmed with a code; leave it empty for no mail.",
    askCode: "Send a code",
    asked: "A code is on its way to {mail} and arrives within minutes",
    code: "Code",
    codeHelp: "The 8 digits in the mail",
    save: "Save",
    saved: "Saved",
  },
)
