import { t as scores } from "../scores/words"
import { words } from "@/i18n"
import { WORK } from "@/i18n/workTerms"
import { problemText } from "@/ui"
import type { Problem } from "@/api"

/** Words of the selection: order, line, exceptions, trial, and two people. */
export const t = words({
  season: WORK.season,
  selection: { zh: "遴选", en: "Selection" },
  title: { zh: "遴选名单", en: "Selection" },
  summary: {
    zh: "列入 {n} 条：名额线在第 {line} 位，例外列入 {put} 条，例外不列 {left} 条。",
    en: "{n} selected: the line is at place {line}, {put} put in and {left} left out by exception.",
  },
  how: {
    zh: "按计分结果排，用精确分数比大小，显示四位小数。",
    en: "In the order of the tally, by exact fractions, shown with four decimals. ",
  },
  secret: {
    zh: "公示以前，这一页只有主办单位和监督员看得到。",
    en: "Until it is announced only the organiser and observers see this page.",
  },
  done: { zh: "已经确认，等待公示。", en: "Confirmed. It waits for its announcement." },
  none: scores.dictionary.none,
  noneText: { zh: "最后一个评审环节计分以后才能遴选。", en: "Entries are selected once the last stage is counted." },
  tally: { zh: "计分", en: "Tally" },
  tracks: { zh: "申报类别", en: "Tracks" },
  find: { zh: "按名称或单位查找", en: "Find by name or unit" },
  which: { zh: "看哪些", en: "Which" },
  near: { zh: "名额线附近", en: "Near the line" },
  all: { zh: "全部 {n}", en: "All {n}" },
  exceptions: { zh: "有例外 {n}", en: "Exceptions {n}" },
  flagged: { zh: "评分相差大 {n}", en: "Differing marks {n}" },
  unlinked: { zh: "关联未列入 {n}", en: "Nothing linked selected {n}" },
  hidden: { zh: "第 {from}–{to} 位，共 {n} 条", en: "Places {from}–{to}, {n} in all" },
  expand: { zh: "展开", en: "Show" },
  nothing: { zh: "没有符合的", en: "None of these" },
  edgeTop: { zh: "可上下 {about} 位：第 {n} 位起", en: "The line may lie {about} higher or lower: from place {n}" },
  edgeEnd: { zh: "到第 {n} 位止", en: "To place {n}" },
  cut: scores.dictionary.line,
  cutWhy: {
    zh: "名额线：第 {n} 位（名额 {places}）：{reason}",
    en: "The line: place {n} (places: {places}): {reason}",
  },
  putIn: { zh: "例外列入", en: "Put in" },
  leftOut: { zh: "例外不列", en: "Left out" },
  belowFloor: scores.dictionary.belowFloor,
  notPassed: { zh: "表决未通过", en: "Did not pass the vote" },
  spread: { zh: "相差 {n}", en: "differ by {n}" },
  notLinked: { zh: "关联的都没有列入", en: "Nothing it links is selected" },
  exception: { zh: "例外：", en: "Exception: " },
  exceptionBy: { zh: "{by}写，{at}", en: "by {by}, {at}" },
  desk: { zh: "{desk}推荐第 {rank} 位，共 {of} 条", en: "{desk}: {rank} of {of}" },
  opinion: { zh: "推荐意见", en: "The desk's opinion" },
  noOpinion: { zh: "没有写推荐意见", en: "No opinion was written" },
  equal: { zh: "与上一位同分", en: "Equal to the one before" },
  shownEqual: { zh: "与上一位显示相同，精确值更低", en: "Shown like the one before; the exact value is lower" },
  lot: {
    zh: "名额线上有 {n} 条完全相同，只能按抽签排：{rule}",
    en: "At the line {n} entries are equal but for the lot: {rule}",
  },
  lot_both: {
    zh: "规则写明都列入（在可上下的范围内）。",
    en: "by the rules all are selected, within what the line may move.",
  },
  lot_draw: { zh: "规则写明按抽签。", en: "by the rules the lot decides." },
  balance: { zh: "均衡", en: "Balance" },
  balanceText: { zh: "列入 / 参评。", en: "Selected / on the roll." },
  balanceWarn: { zh: "{names}超过 {most}%。", en: "{names} over {most} %." },
  balanceFine: { zh: "没有超过 {most}% 的。", en: "None is over {most} %." },
  category: { zh: "类别", en: "Category" },
  place: { zh: "地区", en: "Place" },
  others: { zh: "其他", en: "Others" },
  trial: { zh: "试算", en: "Trial" },
  trialText: { zh: "只算给你看，不写入，不留名单。", en: "Computed for you alone; nothing is written." },
  trialPlain: { zh: "直接平均，不补严宽", en: "By a plain mean" },
  trialLine: { zh: "名额线移到 {n}", en: "The line at {n}" },
  swaps: { zh: "换 {n} 条", en: { one: "{n} changes", other: "{n} change" } },
  more: { zh: "多 {n} 条", en: "{n} more" },
  fewer: { zh: "少 {n} 条", en: "{n} fewer" },
  same: { zh: "不变", en: "The same" },
  trialNot: { zh: "不允许", en: "Not allowed" },
  try: { zh: "试", en: "Try" },
  pair: { zh: "提出与确认", en: "Propose and confirm" },
  pairText: {
    zh: "一人提出，另一人逐条核对例外后确认。提出以后改动任何一条，须重新提出。",
    en: "One proposes; another looks at every exception and confirms. Whatever is changed after that must be proposed again.",
  },
  propose: { zh: "提出", en: "Propose" },
  confirm: { zh: "确认", en: "Confirm" },
  notYet: { zh: "还没有提出", en: "Not proposed yet" },
  proposedBy: { zh: "{by}，{at}", en: "{by}, {at}" },
  you: { zh: "你", en: "You" },
  changed: { zh: "提出以后有改动，须重新提出", en: "Changed since; it must be proposed again" },
  other: WORK.anotherAccount,
  code: { zh: "核对码 {code}", en: "Code {code}" },
  moveLine: { zh: "移动名额线", en: "Move the line" },
  lineAt: { zh: "名额线在第几位", en: "The line is at place" },
  lineHelp: { zh: "名额 {places}，可上下 {about}", en: "Places: {places}, {about} higher or lower" },
  reason: { zh: "理由", en: "Reason" },
  reasonLine: { zh: "理由（与名额不同时必填）", en: "Reason (where it differs from the places)" },
  save: { zh: "保存", en: "Save" },
  saved: { zh: "已保存", en: "Saved" },
  proposeIt: { zh: "提出遴选名单", en: "Propose the selection" },
  confirmIt: { zh: "确认遴选名单", en: "Confirm the selection" },
  proposeText: {
    zh: "列入 {n} 条，例外 {m} 处。提出后由另一人确认。",
    en: "{n} selected, {m} exceptions. Another person confirms it.",
  },
  confirmText: {
    zh: "列入 {n} 条，例外 {m} 处。确认以后不能再改，还没有对外公布。",
    en: "{n} selected, {m} exceptions. Once confirmed it is not changed. Nothing is public yet.",
  },
  didPropose: { zh: "已提出，等另一人确认", en: "Proposed; another person confirms it" },
  didConfirm: { zh: "遴选名单已确认", en: "The selection is confirmed" },
  standing: { zh: "列入 {n} 条", en: "{n} selected" },
  left: { zh: "例外 {n} 处", en: { one: "{n} exception", other: "{n} exceptions" } },
  writeIn: { zh: "例外列入", en: "Put it in" },
  writeOut: { zh: "例外不列", en: "Leave it out" },
  takeBack: { zh: "取消例外", en: "Drop the exception" },
  toBallot: { zh: "去录入", en: "Enter them" },
  ballotMissing: { zh: "这一轮须会议表决，请先录入表决结果。", en: "This stage has a ballot; enter its counts first." },
  required: { zh: "请写理由", en: "Please give a reason" },
  line_too_far: {
    zh: "名额线只能在第 {least} 到第 {most} 位",
    en: "The line may lie between places {least} and {most}",
  },
  too_many_selected: {
    zh: "列入 {selected} 条，最多 {most} 条。请先例外不列几条，或上移名额线。",
    en: "{selected} would be selected, {most} at most. Leave some out, or move the line up.",
  },
  unknown_entry: { zh: "名单里没有这一条", en: "There is no such entry on the roll" },
  named_twice: { zh: "同一条写了两次例外", en: "One entry has two exceptions" },
  same_person: { zh: "须由提出人以外的账户确认。", en: "Somebody other than who proposed must confirm." },
  proposal_changed: {
    zh: "名单在你打开以后有改动，请刷新，看过再办理。",
    en: "The selection has changed since you opened it. Please reload and look again.",
  },
  sheets_to_strike: {
    zh: "有专家须回避自己评过的申报，请先到计分页作废评分表并重新计分。",
    en: "An expert is kept from an entry that it marked. Strike that sheet on the tally's page and count again first.",
  },
  not_proposed: { zh: "还没有人提出，或者已经撤回。", en: "Nobody has proposed it, or it was taken back." },
})

/** What the API refuses of a selection, in words. */
export function refusalText(problem: Problem): string {
  const first = problem.errors[0]
  if (first?.pointer === "/ballot") return t("ballotMissing")
  if (first && t.has(first.code)) return t.of(first.code, "required", first.params)
  return t.has(problem.code) ? t.of(problem.code, "not_proposed") : problemText(problem)
}
