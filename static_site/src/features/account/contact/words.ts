/** Words of how one wants to be reached beside the site. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"
import { WORK } from "@/i18n/workTerms"

export const t = words({
  title: WORK.contactWays,
  text: {
    zh: "站内消息总会收到。勾选的方式会把未读消息汇总后再发送，已看过的不再发。",
    en: "Messages on the site always arrive. The ways chosen here gather what is unread and send it together; what you have read is not sent.",
  },
  none: { zh: "目前的评选只发站内消息。", en: "The present calls send messages on the site alone." },
  by: { zh: "另外通过", en: "Besides, by" },
  mailOn: { zh: "电子邮件", en: "E-mail" },
  smsOn: { zh: "短信", en: "Text message" },
  webhookOn: { zh: "主办单位的消息通道，如企业微信、钉钉", en: "The organiser's own messenger" },
  noMail: { zh: "未填写邮箱，不会发送", en: "no address given: none is sent" },
  noPhone: { zh: "账户没有手机号码，不会发送", en: "your account has no mobile number: none is sent" },
  noText: { zh: "账户的号码不是手机号码，不会发送", en: "your account's number is no mobile: none is sent" },
  notConfirmed: { zh: "{phone} 尚未确认，不会发送", en: "{phone} is not confirmed yet: none is sent" },
  mail: { zh: "接收提醒的电子邮箱", en: "E-mail address for messages" },
  mailHelp: {
    zh: "新的邮箱要用验证码确认，留空就不发邮件。",
    en: "A new address is confirmed with a code; leave it empty for no mail.",
  },
  askMail: { zh: "发送邮件验证码", en: "Send a code by mail" },
  askSms: { zh: "发送短信验证码", en: "Send a code by text message" },
  asked: { zh: "验证码已发往 {to}，几分钟内送达", en: "A code is on its way to {to} and arrives within minutes" },
  mailCode: { zh: "邮件验证码", en: "Code from the mail" },
  mailCodeHelp: { zh: "邮件中的 8 位数字", en: "The 8 digits in the mail" },
  smsCode: { zh: "短信验证码", en: "Code from the text message" },
  smsCodeHelp: {
    zh: "手机号码要用短信中的 8 位数字确认",
    en: "Your mobile number is confirmed with the 8 digits in the text message",
  },
  tooMany: {
    zh: "验证码次数已用完，请在 {at} 后再试。",
    en: "No more codes for now. Please try again after {at}.",
  },
  save: TERMS.save,
  saved: TERMS.saved,
})
