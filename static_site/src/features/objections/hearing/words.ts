/** Words of handling objections, for the organiser and whoever watches. */
import { words } from "@/i18n"
import { WORK } from "@/i18n/workTerms"
import { problemText } from "@/ui"
import type { Problem } from "@/api"

export const t = words({
  season: WORK.season,
  title: { zh: "异议", en: "Objections" },
  states: WORK.state,
  filed: { zh: "待受理", en: "To be taken" },
  taken: { zh: "核实中", en: "Looked into" },
  ruled: { zh: "已裁定", en: "Ruled on" },
  refused: { zh: "不予受理", en: "Not taken" },
  none: { zh: "这里没有异议", en: "No objections here" },
  noneText: {
    zh: "公示期内提出的异议列在这里。",
    en: "What is filed while a notice is open stands here.",
  },
  lost: { zh: "没有这件异议", en: "There is no such objection" },
  name: WORK.name,
  ground: { zh: "理由", en: "Ground" },
  filedAt: { zh: "提出时间", en: "Filed" },
  due: { zh: "期限", en: "Due" },
  answers: { zh: "由谁核实", en: "Answered by" },
  needsYou: { zh: "待你办理", en: "waits for you" },

  entry: { zh: "看申报", en: "See the entry" },
  objection: { zh: "异议内容", en: "The objection" },
  by: { zh: "身份", en: "Objects as" },
  person: { zh: "个人", en: "a person" },
  organisation: { zh: "单位", en: "an organisation" },
  statement: { zh: "事实", en: "Facts" },
  corrections: { zh: "应更正为", en: "To read" },
  correctName: { zh: "名称：{text}", en: "Name: {text}" },
  correctUnit: { zh: "单位：{text}", en: "Unit: {text}" },
  evidence: { zh: "证据", en: "Evidence" },
  openFile: { zh: "打开 {name}", en: "Open {name}" },

  objector: { zh: "异议人", en: "Who objects" },
  secret: {
    zh: "只有主办单位经办人和监督员看得到，不得告知被异议的单位和推荐单位。",
    en: "The organiser and the observer alone read this. It is not to be passed on to the unit or its desk.",
  },
  erased: { zh: "个人信息已删除", en: "Personal data has been erased" },
  objectorName: { zh: "姓名", en: "Name" },
  phone: WORK.phone,
  address: { zh: "通信地址", en: "Postal address" },

  taking: { zh: "受理", en: "Taking it" },
  summary: { zh: "异议要点", en: "Summary" },
  summaryHelp: {
    zh: "申报单位和推荐单位只看得到要点。不要写出异议人，也不要照抄原文。",
    en: "The unit and its desk read this alone. Do not say who objects, and do not copy what was written.",
  },
  summaryMissing: { zh: "请写异议要点", en: "Please write the summary" },
  take: { zh: "受理", en: "Take it" },
  takeText: {
    zh: "受理后告知申报单位，由{who}核实；裁定前该项暂缓公布。",
    en: "The entry’s unit is told, {who} looks into it, and the award is held until you rule.",
  },
  refuse: { zh: "不予受理", en: "Do not take it" },
  refuseText: {
    zh: "异议人凭查询码看到不予受理的理由，申报单位不会知道有这件异议。",
    en: "Whoever objects reads why by the code. The unit does not learn of it.",
  },
  why: WORK.reason,
  whyMissing: { zh: "请选一项理由", en: "Please choose a reason" },
  note: { zh: "补充说明", en: "Note" },
  noteHelp: { zh: "异议人看得到。", en: "Whoever objects reads it." },
  notTaken: { zh: "等主办单位决定是否受理。", en: "The organiser is to decide whether to take it." },
  didTake: { zh: "已受理", en: "Taken" },
  didRefuse: { zh: "已不予受理", en: "Not taken" },

  answer: { zh: "核实答复", en: "Answer" },
  answerAgain: { zh: "重新答复", en: "Answer anew" },
  waitsAnswer: { zh: "等{who}答复。", en: "{who} is to answer." },
  unanswered: { zh: "没有答复。", en: "It was not answered." },
  answeredBy: { zh: "{who}，{at}", en: "{who}, {at}" },

  ruling: { zh: "裁定", en: "Ruling" },
  waitsRuling: { zh: "答复以后，或答复超期以后裁定。", en: "You rule once it is answered, or the answer is overdue." },
  rulingOf: { zh: "裁定结果", en: "Ruling" },
  rulingMissing: { zh: "请选裁定结果", en: "Please choose a ruling" },
  reason: { zh: "裁定理由", en: "Reason" },
  reasonHelp: {
    zh: "异议人、申报单位和推荐单位都看得到，不要写出异议人。",
    en: "Whoever objects, the unit and its desk read it. Do not say who objects.",
  },
  reasonMissing: WORK.reasonMissing,
  rule: { zh: "裁定", en: "Rule" },
  propose: { zh: "提出裁定", en: "Propose the ruling" },
  proposeAgain: { zh: "重新提出裁定", en: "Propose it anew" },
  proposeText: { zh: "{what}。由另一人确认后生效。", en: "{what}. It takes effect when another person confirms it." },
  ruleText: {
    zh: "{what}。裁定后不能更改，公示页面随之更新。",
    en: "{what}. It cannot be changed, and the public page says it.",
  },
  proposed: { zh: "{at} 提出，等另一人确认：", en: "Proposed at {at}; another person is to confirm it:" },
  proposeAnother: { zh: "另提一个裁定", en: "Propose another ruling" },
  proposedOwn: {
    zh: "你于 {at} 提出，等另一人确认：",
    en: "You proposed this at {at}; another person is to confirm it:",
  },
  proposedOther: { zh: "另一人于 {at} 提出，请核对：", en: "Another person proposed this at {at}; please look at it:" },
  confirm: { zh: "确认裁定", en: "Confirm the ruling" },
  didPropose: WORK.proposed,
  didRule: { zh: "已裁定", en: "Ruled on" },
  same_person: WORK.samePerson,
  proposal_changed: {
    zh: "提出的裁定有变化，请刷新后再核对。",
    en: "What is proposed has changed. Please look again.",
  },
  not_proposed: { zh: "还没有人提出裁定。", en: "Nobody has proposed a ruling yet." },
})

/** What the API refuses of an objection's handling, in words. */
export function refusalText(problem: Problem): string {
  return t.has(problem.code) ? t.of(problem.code, "not_proposed") : problemText(problem)
}
