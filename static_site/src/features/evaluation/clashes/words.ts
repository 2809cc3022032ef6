/** Words of entries that their experts may not read any more. */
import { words } from "@/i18n"

export const t = words({
  title: { zh: "须回避的分配（{n} 份）", en: "Experts to be recused ({n})" },
  lead: {
    zh: "分配之后才知道须回避的，专家已看不到这些申报。请把这一份调给别人，或者由下一位专家递补。",
    en: "Recusals that came to light after the assignment. These experts can no longer open the entries. Hand each to another expert, or let the next of the order take the seat.",
  },
  leadSealed: {
    zh: "评分封存之后才知道须回避的，请剔除这一份，再重新计分。",
    en: "Recusals that came to light after marks were sealed. Strike each sheet, then count again.",
  },
  submitted: { zh: "已提交", en: "Submitted" },
  open: { zh: "未提交", en: "Not submitted" },
  change: { zh: "调整", en: "Hand over" },
  replace: { zh: "递补", en: "Replace an expert" },
  strike: { zh: "剔除", en: "Strike" },
  strikeTitle: { zh: "剔除 {label} 对“{name}”的评分", en: "Strike the sheet of {label} on “{name}”" },
  strikeText: {
    zh: "这份评分留存，不再计入。之后须重新计分，届时会列出因此过线的申报。",
    en: "The sheet is kept and counts no more. The next run says who crossed the line by it.",
  },
  struck: { zh: "已剔除，请重新计分", en: "Struck. Please count again." },
})
