/** Words of the objections that a desk is to answer. */
import { words } from "@/i18n"

export const t = words({
  title: { zh: "异议", en: "Objections" },
  lead: {
    zh: "主办单位请你单位核实的异议。请在期限内答复，由主办单位裁定。",
    en: "The organiser asks you to look into these. Please answer in time; the organiser rules on them.",
  },
  none: { zh: "没有要核实的异议", en: "Nothing to look into" },
  noneText: {
    zh: "主办单位受理后转来的，列在这里。",
    en: "What the organiser takes and passes on to you stands here.",
  },
  toAnswer: { zh: "待答复", en: "To be answered" },
  answered: { zh: "已答复，待裁定", en: "Answered, to be ruled on" },
  ruled: { zh: "已裁定", en: "Ruled on" },
  ground: { zh: "理由", en: "Ground" },
  summary: { zh: "异议要点", en: "What it is about" },
  answer: { zh: "本单位答复", en: "Your answer" },
  ruling: { zh: "裁定", en: "Ruling" },
  entry: { zh: "看申报", en: "See the entry" },
})
