/** Words of the page where a filer corrects the fields that the organiser named. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

export const t = words({
  notEditable: { zh: "这份申报现在不能编辑", en: "This submission cannot be edited now" },
  notEditableText: {
    zh: "推送之后不能再编辑。需要修改，请在详情页申请退回。",
    en: "After pushing it cannot be edited. To change it, ask for it back on its page.",
  },
  detail: TERMS.details,
  title: { zh: "补正", en: "Correction" },
  mine: TERMS.mySubmissions,
  until: {
    zh: "{at} 前有效。只能改下列表项，其余内容和推荐排序不变。",
    en: "Open until {at}. Only these fields can be changed; all else, and the rank, stays.",
  },
  why: { zh: "理由：{text}", en: "Reason: {text}" },
  send: { zh: "提交补正", en: "Send the correction" },
  sendTitle: { zh: "提交这次补正？", en: "Send this correction?" },
  sendText: {
    zh: "提交后成为新的版本，不能再改；原来的版本仍可对照。",
    en: "It becomes the new version and cannot be changed any more; the old one can still be compared.",
  },
  sent: { zh: "补正已提交", en: "The correction was sent" },
  open: { zh: "还有 {n} 项没有填好", en: { one: "{n} field is not right yet", other: "{n} fields are not right yet" } },
  uploading: { zh: "文件还在上传，请稍候", en: "A file is still on its way; please wait" },
  nothing: { zh: "还没有改动", en: "Nothing has changed yet" },
  notKept: {
    zh: "改动在提交时才保存，请一次改好。",
    en: "Changes are kept when you send them; please do all of it in one go.",
  },
})
