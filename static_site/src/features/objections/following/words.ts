/** Words of following one's own objection by its code. */
import { words } from "@/i18n"

export const t = words({
  title: { zh: "异议查询", en: "Follow an objection" },
  code: { zh: "查询码", en: "Code" },
  codeHelp: {
    zh: "提交异议时给的 24 位字母和数字，空格可省。",
    en: "The 24 letters and figures that were shown when it was filed; blanks may be left out.",
  },
  look: { zh: "查询", en: "Look" },
  another: { zh: "查另一件", en: "Look up another" },
  unknown: {
    zh: "没有这个查询码，请核对。遗失不补。",
    en: "There is no such code; please compare it. It cannot be replaced.",
  },
  lost: {
    zh: "本页不保存查询码。公用电脑上查完请点“查另一件”。",
    en: "This page keeps no code. On a shared computer, choose “Look up another” when you are done.",
  },
  yours: { zh: "你提出的", en: "What you filed" },
  ground: { zh: "理由", en: "Ground" },
  statement: { zh: "事实", en: "Facts" },
  evidence: { zh: "证据", en: "Evidence" },
  standing: { zh: "办理情况", en: "How far it is" },
  begun: {
    zh: "证据没有传完，这件异议没有提交。请在公示期内从公示页面重新提出。",
    en: "Its evidence did not arrive, and it was not filed. Please object again from the page of the notice while that is open.",
  },
})
