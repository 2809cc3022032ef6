/** Words of one's data: to have it, and to have it erased. */
import { words } from "@/i18n"

export const t = words({
  title: { zh: "我的数据", en: "My data" },
  text: {
    zh: "本站保存的你的账户资料、登录设备、账户记录、消息、单位档案、申报内容和办理记录，可以下载为一个文件（JSON 格式）。附件只列名称，请在申报详情中下载。",
    en: "Your account details, devices, account record, messages, dossier, submissions and their histories, as one file (JSON). Attachments are named only; download them on their submission’s page.",
  },
  download: { zh: "下载我的数据", en: "Download my data" },
  gathering: { zh: "正在汇总，已取 {n} 项申报…", en: "Gathering; {n} submissions so far…" },
  saved: { zh: "已下载", en: "Downloaded" },
  partial: {
    zh: "已下载，但数据太多，文件中只有最近的部分。其余请联系主办单位。",
    en: "Downloaded, but there is too much: the file holds the latest part. Please ask the organiser for the rest.",
  },
  close: { zh: "注销账户", en: "Close the account" },
  closeText: {
    zh: "注销后不能恢复，登录名称不再启用，也不分给别人。姓名、电话等个人信息、消息和没有推送的草稿及附件都会删除；推送过的申报属于评选档案，予以保留，其中的个人信息一并删除。",
    en: "Closing is final. The login name opens nothing more and is given to nobody else. Your name, phone number and other personal data, messages and drafts with their files are erased. What was pushed is a record of the call and stays, without the personal data in it.",
  },
  waits: {
    zh: "还有申报正在办理，现在不能注销。请先撤回或申请退回，或等评选结束。",
    en: "Submissions of yours are still on their way, so the account cannot be closed now. Withdraw them, ask for them back, or wait for the end of the call.",
  },
  issued: {
    zh: "本账户由主办单位分发，不能自行注销。需要注销的，请联系主办单位。",
    en: "This account was issued by the organiser, who closes it: please call the organiser.",
  },
  sure: { zh: "注销账户？", en: "Close the account?" },
  sureText: {
    zh: "账户“{login}”的个人信息和草稿都会删除，不能恢复。需要留存的，请先下载。",
    en: "The personal data and drafts of “{login}” will be gone for good. Download first what you want to keep.",
  },
  password: { zh: "确认密码", en: "Confirm with your password" },
  passwordHelp: { zh: "注销须再次输入登录密码。", en: "Closing takes your password again." },
  closed: { zh: "账户已注销", en: "The account has been closed" },
})
