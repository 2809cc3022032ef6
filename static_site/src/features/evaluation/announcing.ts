import { WORK } from "@/i18n/workTerms"

/** Words that giving notice and announcing results have in common. */
export const ANNOUNCING = {
  rows: { zh: "{n} 项", en: "{n} entries" },
  going: { zh: "正在通知申报单位：{n} / {of}", en: "Entries are being told: {n} / {of}" },
  notSelected: { zh: "{name}：遴选名单还没有确认", en: "{name}: its selection is not confirmed yet" },
  name: { zh: "名称", en: "Name" },
  unit: { zh: "申报单位", en: "Submitted by" },
  propose: { zh: "提出", en: "Propose" },
  you: { zh: "你", en: "you" },
  waits: { zh: "等另一位主办单位人员确认。", en: "It waits for another person of the organiser." },
  code: { zh: "版本码 {code}", en: "Version code {code}" },
  didPropose: WORK.proposed,
  same_person: WORK.samePerson,
  not_proposed: { zh: "还没有人提出。", en: "Nobody has proposed it yet." },
} as const
