import { words } from "@/i18n"
import { WORK } from "@/i18n/workTerms"
import { problemText } from "@/ui"
import { ANNOUNCING } from "../announcing"
import type { Problem } from "@/api"

/** Words of results, for those who announce them. */
export const t = words({
  ...ANNOUNCING,
  season: WORK.season,
  title: { zh: "评选结果", en: "Results" },
  lead: {
    zh: "公示期满、异议办结的入选项目，在这里公布结果；同时告知未入选的申报单位。",
    en: "What notice was given of is announced here once the notice is over and objections are ruled on. Those who were not selected are told at the same time.",
  },
  announced: { zh: "已公布的结果", en: "Results that were announced" },
  none: { zh: "还没有可以公布的结果", en: "Nothing can be announced yet" },
  noneText: { zh: "公示期满以后，可在这里公布结果。", en: "Results are announced here once notices are over." },
  number: { zh: "第 {n} 批", en: "No. {n}" },
  look: { zh: "查看结果页", en: "See the public page" },
  next: { zh: "拟公布：第 {n} 批，入选 {count} 项", en: "Next: no. {n}, {count} awarded" },
  passed: { zh: "同时告知未入选 {n} 项。", en: "{n} learn that they were not selected." },
  openUntil: { zh: "{name}：公示到 {at} 止", en: "{name}: its notice is open until {at}" },
  held: {
    zh: "{name}：有异议没有裁定，暂缓公布 {n} 项：{names}",
    en: "{name}: {n} held back until objections are ruled on: {names}",
  },
  allDone: { zh: "{name}：已公布 {n} 项", en: "{name}: {n} announced" },
  untaken: {
    zh: "有 {n} 件异议还没有决定是否受理，决定以后才能公布。",
    en: "{n} objections are neither taken nor refused. Results can be announced once they are.",
  },
  objections: { zh: "去办理异议", en: "See the objections" },
  document: { zh: "结果通知的文号", en: "Number of the document" },
  documentHelp: { zh: "随结果一起公开，例如：鲁数发〔2021〕9 号。", en: "It is public with the results." },
  no: { zh: "证书编号", en: "Certificate" },
  people: { zh: "完成人", en: "People" },
  order: {
    zh: "按类别、地区和名称编号，与得分、名次无关。",
    en: "Numbered by track, place and name; the order says nothing of marks.",
  },
  announce: { zh: "公布结果", en: "Announce" },
  proposeText: {
    zh: "入选 {n} 项。提出后由另一人核对、确认，确认前不对外公开。",
    en: "{n} entries. Another person looks and confirms; nothing is public before.",
  },
  announceText: {
    zh: "入选 {n} 项。公布后向社会公开，申报单位收到通知，不能撤回。",
    en: "{n} entries. Results become public, everybody is told, and they cannot be taken back.",
  },
  proposed: { zh: "{by}提出，{at}，文号 {document}", en: "Proposed by {by}, {at}, document {document}" },
  changed: { zh: "提出以后有变化，请重新提出。", en: "Something has changed since. Please propose it again." },
  confirm: { zh: "确认并公布", en: "Confirm and announce" },
  didAnnounce: { zh: "已公布", en: "Results are announced" },
  proposal_changed: { zh: "有变化，请刷新后再核对。", en: "Something has changed. Please look again." },
  required: { zh: "请填写文号。", en: "Please give the number of the document." },
  objections_waiting: {
    zh: "还有异议没有决定是否受理。",
    en: "Some objections are neither taken nor refused yet.",
  },
  not_yet: { zh: "公示还没有结束。", en: "The notice is still open." },
})

/** What the API refuses of results, in words. */
export function refusalText(problem: Problem): string {
  const code = problem.errors[0]?.code ?? problem.code
  return t.has(code) ? t.of(code, "not_proposed") : problemText(problem)
}
