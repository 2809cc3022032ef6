import { words } from "@/i18n"
import { WORK } from "@/i18n/workTerms"
import { problemText } from "@/ui"
import type { Problem } from "@/api"

/** Words of public notices, for those who give them. */
export const t = words({
  season: WORK.season,
  title: { zh: "公示", en: "Public notices" },
  lead: {
    zh: "公示期 {n} 个{count}，公示开始后名单向社会公开，不再改动。",
    en: "A notice is open for {n} {count}. Once it opens its list is public and is never changed.",
  },
  working: { zh: "工作日", en: "working days" },
  calendar: { zh: "自然日", en: "days" },
  given: { zh: "已发布的公示", en: "Notices that were given" },
  none: { zh: "还没有发布公示", en: "No notice was given yet" },
  noneText: {
    zh: "遴选名单确认以后，可在这里发布公示。",
    en: "Once a selection is confirmed, notice of it is given here.",
  },
  number: { zh: "第 {n} 号", en: "No. {n}" },
  supplement: { zh: "补充公示", en: "Supplement" },
  rows: { zh: "{n} 项", en: "{n} entries" },
  until: { zh: "{opens} 至 {closes}", en: "{opens} to {closes}" },
  opensLater: { zh: "{opens} 开始", en: "Opens at {opens}" },
  going: { zh: "正在通知申报单位：{n} / {of}", en: "Entries are being told: {n} / {of}" },
  look: { zh: "查看公示页", en: "See the public page" },
  next: { zh: "拟发布：第 {n} 号，{count} 项", en: "Next: no. {n}, {count} entries" },
  tracks: { zh: "列入哪些类别", en: "Tracks" },
  track: { zh: "{name}（{n} 项）", en: "{name} ({n})" },
  notSelected: { zh: "{name}：遴选名单还没有确认", en: "{name}: its selection is not confirmed yet" },
  allGiven: { zh: "{name}：{n} 项都已公示", en: "{name}: notice of all {n} was given" },
  reason: { zh: "补充公示的原因", en: "Why there is a supplement" },
  reasonHelp: { zh: "随名单一起公开。", en: "It is public with the list." },
  opens: { zh: "什么时候开始", en: "When it opens" },
  opensHelp: { zh: "不填的，确认后立即开始。", en: "Left empty, it opens as soon as it is confirmed." },
  no: { zh: "序号", en: "No." },
  name: { zh: "名称", en: "Name" },
  unit: { zh: "申报单位", en: "Submitted by" },
  order: {
    zh: "按类别、地区和名称排，与得分、名次无关。",
    en: "By track, place and name; the order says nothing of marks.",
  },
  propose: { zh: "提出", en: "Propose" },
  giveIt: { zh: "发布公示", en: "Give notice" },
  proposeText: {
    zh: "{n} 项列入公示。提出后由另一人核对、确认，确认前不对外公开。",
    en: "{n} entries. Another person looks and confirms; nothing is public before.",
  },
  giveText: {
    zh: "{n} 项列入公示。发布后名单向社会公开，不能撤回。",
    en: "{n} entries. The list becomes public and cannot be taken back.",
  },
  proposed: { zh: "{by}提出，{at}", en: "Proposed by {by}, {at}" },
  you: { zh: "你", en: "you" },
  changed: { zh: "提出以后名单有变化，请重新提出。", en: "The list has changed since. Please propose it again." },
  waits: { zh: "等另一位主办单位人员确认。", en: "It waits for another person of the organiser." },
  code: { zh: "版本码 {code}", en: "Version code {code}" },
  confirm: { zh: "确认并发布", en: "Confirm and give" },
  didPropose: WORK.proposed,
  didGive: { zh: "已发布", en: "Notice was given" },
  same_person: WORK.samePerson,
  proposal_changed: { zh: "名单有变化，请刷新后再核对。", en: "The list has changed. Please look again." },
  not_proposed: { zh: "还没有人提出。", en: "Nobody has proposed it yet." },
  required: { zh: "请填写补充公示的原因，并至少选一个类别。", en: "Please say why, and choose a track." },
  date_out_of_range: {
    zh: "开始时间须在现在以后、30 天以内。",
    en: "It must open from now on, within 30 days.",
  },
})

/** What the API refuses of a notice, in words. */
export function refusalText(problem: Problem): string {
  const code = problem.errors[0]?.code ?? problem.code
  return t.has(code) ? t.of(code, "not_proposed") : problemText(problem)
}
