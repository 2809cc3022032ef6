/** Words of what becomes of an entry, for its filer. */
import { words } from "@/i18n"

export const t = words({
  admitted: { zh: "形式审查通过，已受理", en: "It passed the formal check and is admitted" },
  admittedText: {
    zh: "已列入参评名单，内容以冻结时的版本为准，不再退回修改。",
    en: "It is on the roll as it stood when that was frozen, and is not returned any more.",
  },
  not_admitted: { zh: "形式审查未通过，不予受理", en: "It did not pass the formal check and is not admitted" },
  excluded: { zh: "已取消参评资格", en: "It is excluded from the evaluation" },
  other: { zh: "{outcome}", en: "{outcome}" },
  noticed: { zh: "正在公示", en: "It is on public notice" },
  objections: {
    zh: "有 {n} 件异议正在核实，核实期间暂缓公布。要点见下面的办理记录。",
    en: {
      one: "{n} objection is being looked into; the award is held until it is ruled on. What it is about stands in the history below.",
      other:
        "{n} objections are being looked into; the award is held until they are ruled on. What they are about stands in the history below.",
    },
  },
  why: { zh: "理由：{text}", en: "Reason: {text}" },
  correctTitle: { zh: "主办单位通知补正", en: "The organiser asks for a correction" },
  correctUntil: {
    zh: "请在 {at} 前补正下列表项，逾期不能补正。",
    en: "Please correct these fields by {at}; later it is not possible.",
  },
  correct: { zh: "去补正", en: "Correct it" },
  correctBy: { zh: "{at} 前补正", en: "correct by {at}" },
})
