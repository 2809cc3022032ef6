/** What is said of an objection wherever one is shown: how far it is, why it was refused, how it was ruled on. */
import { words } from "@/i18n"

export const said = words({
  begun: { zh: "还没有提交", en: "Not filed yet" },
  filed: { zh: "待受理", en: "To be taken or refused" },
  refused: { zh: "不予受理", en: "Not taken" },
  taken: { zh: "核实中", en: "Being looked into" },
  upheld: { zh: "异议成立", en: "Upheld" },
  dismissed: { zh: "异议不成立", en: "Dismissed" },

  identity: { zh: "身份不明或不实", en: "Who objects is not given, or not truly" },
  evidence: { zh: "没有证据，也没有线索", en: "No evidence, and no lead" },
  subject: { zh: "与公示内容无关", en: "Not about what the notice says" },
  merit: { zh: "只是不同意专家的评分", en: "Another view of the experts’ marks alone" },
  repeated: { zh: "同一问题已经处理过", en: "The same was dealt with before" },
  settled: { zh: "该申报项已不在名单", en: "The entry is out already" },

  none: { zh: "异议不成立，名单不变", en: "Dismissed; the list stands" },
  exclude: { zh: "异议成立，取消入选资格", en: "Upheld; the entry is excluded" },
  correct: { zh: "异议成立，更正名称", en: "Upheld; the name is put right" },

  about: { zh: "公示第 {n} 号第 {row} 项", en: "No. {row} of public notice {n}" },

  filedIt: { zh: "已提交", en: "Filed" },
  waitsTaking: { zh: "等主办单位决定是否受理", en: "The organiser is to decide whether to take it" },
  tookIt: { zh: "已受理", en: "Taken" },
  waitsRuling: { zh: "正在核实，{at} 前裁定", en: "It is being looked into, and ruled on by {at}" },

  answerBy: { zh: "{at} 前答复", en: "answer by {at}" },
  ruleBy: { zh: "{at} 前裁定", en: "rule by {at}" },
  left: { zh: "还剩", en: "left:" },
  overdue: { zh: "已超期", en: "overdue" },
})
