import { names, words } from "@/i18n"
import { WORK } from "@/i18n/workTerms"
import { problemText } from "@/ui"
import type { Problem } from "@/api"

/** Words of scores: how they were counted, how strict experts are, and what follows. */
export const t = words({
  season: WORK.season,
  title: { zh: "计分", en: "Tally" },
  lead: { zh: "{track}，{stage}", en: "{track}, {stage}" },
  run: { zh: "第 {n} 次计分，{at}", en: "Run {n}, {at}" },
  none: { zh: "还没有计分", en: "No tally yet" },
  noneText: { zh: "评分封存后，由主办单位计分。", en: "Once marks are sealed, the organiser has them counted." },
  start: { zh: "计分", en: "Count" },
  again: { zh: "重新计分", en: "Count again" },
  counted: { zh: "已计分", en: "Counted" },
  underWay: {
    zh: "正在计分，完成后本页自动更新。",
    en: "Counting is under way. This page shows the result by itself.",
  },
  export: { zh: "导出可重算的分数", en: "Export to compute again" },
  check: { zh: "核验计分", en: "Check the tally" },
  ballot: { zh: "会议表决", en: "Ballot" },
  select: { zh: "遴选名单", en: "Selection" },
  mean: { zh: "取每条申报各份评分的平均，不作调整。", en: "An entry's score is the mean of its marks, as they are." },
  severity: {
    zh: "先补回专家的严宽，再取平均。专家的严宽，是与看同样申报的其他专家比出来的。",
    en: "Experts' strictness is put right first, then the mean is taken. It is found by comparing each with the others who read the same entries.",
  },
  standard: {
    zh: "每位专家的评分先换算成标准分，再取平均。",
    en: "Each expert's marks are put on one scale first, then the mean is taken.",
  },
  trim: {
    zh: "去掉 {n} 个最高和 {n} 个最低，留下至少三份时才去。",
    en: {
      one: "The highest and lowest are left out where three stay.",
      other: "The {n} highest and lowest are left out where three stay.",
    },
  },
  carries: {
    zh: "最后得分中上一轮占 {before}%，本轮占 {own}%。",
    en: "Of the score, {before}% comes from the stage before and {own}% from this one.",
  },
  exactly: { zh: "按精确分数比大小，显示四位小数。", en: "Ranked by exact fractions, shown with four decimals." },
  price: {
    zh: "严宽由专家的全部评分得出，改动一份评分，别的申报也会有极小的变动。",
    en: "Strictness comes from all of an expert's marks, so one changed mark moves other entries by very little.",
  },
  plain: {
    zh: "如果直接平均，名额线内会换 {n} 条。",
    en: {
      one: "By a plain mean {n} entry would change places over the line.",
      other: "By a plain mean {n} entries would change places over the line.",
    },
  },
  plainSame: { zh: "直接平均，名额线内不变。", en: "By a plain mean nothing over the line would change." },
  crossed: { zh: "与上一次计分相比", en: "Compared with the run before" },
  crossedUp: { zh: "进入名额线：{names}", en: "Now over the line: {names}" },
  crossedDown: { zh: "退到线下：{names}", en: "Now under it: {names}" },
  strictness: { zh: "专家严宽", en: "Strictness" },
  near: {
    zh: "{of} 人里 {n} 人与别人相差不到 2 分",
    en: "{n} of {of} experts differ from the others by less than 2",
  },
  lowBack: {
    zh: "{who}比同看这些申报的其他专家平均低 {n} 分，已补回",
    en: "{who} marked {n} lower than the others who read the same; this was put back",
  },
  highOff: {
    zh: "{who}比同看这些申报的其他专家平均高 {n} 分，已扣减",
    en: "{who} marked {n} higher than the others who read the same; this was taken off",
  },
  low: {
    zh: "{who}比同看这些申报的其他专家平均低 {n} 分",
    en: "{who} marked {n} lower than the others who read the same",
  },
  high: {
    zh: "{who}比同看这些申报的其他专家平均高 {n} 分",
    en: "{who} marked {n} higher than the others who read the same",
  },
  whoNo: { zh: "第 {n} 号专家", en: "Expert {n}" },
  islands: {
    zh: "专家分成 {n} 组，组与组之间没有共同看过的申报，组间的严宽比不出来：{groups}",
    en: "The experts fall into {n} groups that share no entry, so one group is not compared with another: {groups}",
  },
  allExperts: { zh: "全部 {n} 人", en: { one: "The one expert", other: "All {n} experts" } },
  expert: { zh: "专家", en: "Expert" },
  field: { zh: "领域", en: "Field" },
  sheets: { zh: "评分表", en: "Sheets" },
  average: { zh: "平均", en: "Mean" },
  range: { zh: "最低–最高", en: "Lowest–highest" },
  strict: { zh: "严宽", en: "Strictness" },
  spreadOf: { zh: "按领域", en: "By field" },
  histogram: { zh: "严宽分布（人数）", en: "How strictness is spread (experts)" },
  flagged: { zh: "评分相差大的申报", en: "Entries that experts differ on" },
  flaggedText: {
    zh: "{n} 条申报的评分相差超过 {over} 分。",
    en: {
      one: "Marks of {n} entry differ by more than {over}.",
      other: "Marks of {n} entries differ by more than {over}.",
    },
  },
  flaggedNone: { zh: "没有申报的评分相差超过 {over} 分。", en: "No marks of an entry differ by more than {over}." },
  reconsider: { zh: "复议", en: "Reconsider" },
  another: { zh: "加评", en: "Another expert" },
  reconsiderText: {
    zh: "每位专家会看到别人对这一条的评分和意见，只有代号，可以改一次，也可以不改。前后两次都留存。之后须重新封存、重新计分。",
    en: "Each expert sees the others' marks and comments on the entry, by code, and may change its own once or keep it. Both stay. Marks are then sealed and counted again.",
  },
  anotherText: {
    zh: "每条申报按抽取的次序再请一位专家评分。之后须重新封存、重新计分。",
    en: "One more expert reads each entry, in the order of the draw. Marks are then sealed and counted again.",
  },
  reconsidered: { zh: "已开始，专家可以评分了", en: "It has begun; experts can mark" },
  order: { zh: "次序", en: "Order" },
  lookSheets: { zh: "看评分", en: "See marks" },
  spread: { zh: "相差 {n}", en: "differ by {n}" },
  belowFloor: { zh: "低于最低分", en: "Below the floor" },
  line: { zh: "名额线：第 {n} 位", en: "The line: place {n}" },
  tie: { zh: "与上一位同分，{by}在前", en: "Equal to the one before; {by} decides" },
  tie_criterion: { zh: "“{name}”高的", en: "the mark of “{name}”" },
  tie_spread: { zh: "评分相差小的", en: "the smaller difference" },
  tie_desk_rank: { zh: "推荐排序靠", en: "the desk's rank" },
  tie_draw: { zh: "抽签靠", en: "the lot" },
  sheetsOf: { zh: "“{name}”的评分", en: "Marks of “{name}”" },
  struck: { zh: "不计", en: "Struck" },
  notSent: { zh: "没有提交", en: "Not submitted" },
  firstRound: { zh: "第 {n} 次", en: "Round {n}" },
  strike: { zh: "不计这一份", en: "Strike this sheet" },
  strikeTitle: { zh: "{who}的评分不计", en: "Strike the sheet of {who}" },
  strikeText: {
    zh: "评分封存后才知道须回避的，用这一项。这份评分留存，不再计入；之后须重新计分，届时会列出因此过线的申报。",
    en: "For a recusal that comes to light after sealing. The sheet stays and counts no more. The next run then says who crossed the line by it.",
  },
  wasStruck: { zh: "已不计，请重新计分", en: "Struck. Please count again." },
  close: { zh: "关闭", en: "Close" },
  fewSheets: {
    zh: "这些申报的评分不足 {n} 份，不能计分：{entries}。可以先加评。",
    en: "These entries have fewer than {n} sheets, so nothing can be counted: {entries}. Another expert may read them first.",
  },
  toStrike: {
    zh: "有评分表的专家须回避，先作废才能继续：{sheets}。",
    en: "Experts are kept from entries that they marked. Strike these sheets first: {sheets}.",
  },
  nobody_left: {
    zh: "“{entry}”没有可以加评的专家了：其余专家已经看过、须回避，或与看过的专家同一单位。",
    en: "Nobody is left to read “{entry}”: all others have read it, are recused, or are of a body that has.",
  },
  changedSince: {
    zh: "评分在上次计分后有变动，请先重新计分再导出。",
    en: "Marks have changed since the last run. Please count again before the export.",
  },
  recomputeLead: {
    zh: "把导出的压缩包（或其中三个文件）放到这里，由你的浏览器用另一套程序从评分重算每一个数，与计分结果逐个比对。文件不会上传。",
    en: "Put the exported archive here, or its three files. Your browser computes every number again from the marks, by another program, and compares. Nothing is uploaded.",
  },
  choose: { zh: "选择文件", en: "Choose files" },
  drop: { zh: "或拖到这里", en: "or drop them here" },
  computing: { zh: "正在重算…", en: "Computing…" },
  notThese: {
    zh: "这里要 marks.csv、rules.json、tally.csv、seals.csv 四个文件，或者含有它们的压缩包。",
    en: "These are not marks.csv, rules.json, tally.csv and seals.csv, nor an archive of them.",
  },
  unreadable: { zh: "文件读不懂，可能不完整。", en: "The files cannot be read; they may not be whole." },
  same: { zh: "全部相符", en: "All the same" },
  sameText: {
    zh: "{entries} 条申报、{experts} 位专家，{n} 个数全部相符。",
    en: "{entries} entries, {experts} experts: all {n} numbers are the same.",
  },
  differ: { zh: "有 {n} 处不符", en: { one: "{n} difference", other: "{n} differences" } },
  differText: { zh: "比对了 {n} 个数。", en: "{n} numbers were compared." },
  what: { zh: "项目", en: "What" },
  told: { zh: "计分结果", en: "In the tally" },
  computed: { zh: "重算", en: "Computed" },
  entry: { zh: "申报", en: "Entry" },
})

/**
 * What the API refuses of scores, in words.
 * `name` is an entry's by its short id.
 */
export function refusalText(problem: Problem, name: (entry: string) => string): string {
  const { code, body } = problem
  if (code === "nobody_left") return t("nobody_left", { entry: name(String(body["entry"])) })
  if (code === "sheets_to_strike") {
    const sheets = (body["sheets"] as { expert: string; entry: string }[]).map(
      (one) => `${one.expert} ${name(one.entry)}`,
    )
    return t("toStrike", { sheets: names(sheets) })
  }
  if (code !== "too_few_sheets") return problemText(problem)
  const entries = (body["entries"] as string[]).map(name)
  return t("fewSheets", { n: Number(body["at_least"]), entries: names(entries) })
}
