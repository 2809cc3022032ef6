import { words } from "@/i18n"
import { WORK } from "@/i18n/workTerms"

/** Words of the season: its acts, whom each waits for, and what may go wrong with it. */
export const t = words({
  title: WORK.season,
  dot: { zh: "，", en: ". " },
  stop: { zh: "。", en: ". " },
  asOf: { zh: "截至 {at}", en: "As of {at}" },
  results: { zh: "评选结果", en: "Results" },
  notices: { zh: "公示", en: "Public notices" },
  objections: { zh: "异议", en: "Objections" },
  objectionsWaiting: { zh: "异议，{n} 件待办", en: "Objections, {n} waiting" },
  checkpoint: {
    zh: "封存记录最新校验点（第 {n} 号，{at}）：{code}",
    en: "Latest checkpoint of what was sealed (no. {n}, {at}): {code}",
  },
  record: { zh: "查看封存记录", en: "See what was sealed" },
  refresh: { zh: "刷新", en: "Refresh" },
  tracks: { zh: "申报类别", en: "Tracks" },
  stepOf: { zh: "第 {n} 步，共 {of} 步：", en: "Step {n} of {of}: " },
  next: { zh: "下一步：{act}", en: "Next: {act}" },
  short: { zh: "{n} / {of}", en: "{n} / {of}" },
  lineOf: { zh: "{track}的各步", en: "Acts of {track}" },
  now: { zh: "现在", en: "Now" },
  done: { zh: "已完成", en: "Done" },
  open: { zh: "可以办理，也可以不办", en: "May be done, or left out" },
  later: { zh: "未到", en: "To come" },
  allDone: { zh: "各步都已完成", en: "All acts are done" },
  goThere: { zh: "去办理", en: "Go there" },
  look: { zh: "去查看", en: "Look at it" },
  toExperts: { zh: "评审专家", en: "Experts" },
  carry: { zh: "列入本轮名单", en: "Carry them over" },
  carryTitle: { zh: "把上一轮进入本轮的申报列入名单？", en: "Carry over what goes on to this stage?" },
  carryText: {
    zh: "按上一轮计分的名次和规则定的条数列入，列入后即冻结，不再增减。",
    en: "As many go on as the rules say, by the order of the stage before. The roll is frozen with it.",
  },
  carried: { zh: "本轮名单已定", en: "The roll of this stage is frozen" },
  fix: WORK.fixRules,
  fixTitle: { zh: "固定本轮的评审规则？", en: "Fix the rules of this stage?" },
  fixText: {
    zh: "固定后评审标准和计分办法不能再改，并作封存。规则须先公开若干天才能开评，请提前办理。",
    en: "Criteria and method can no longer be changed; they are sealed. They stand public for days before marking may open, so do it ahead.",
  },
  didFix: { zh: "评审规则已固定", en: "The rules are fixed" },
  records: { zh: "各步记录", en: "All acts" },
  recordsNote: {
    zh: "已完成的不能撤回，只能另做一步更正；同一步重复办理，不会生效两次。",
    en: "What is done stays and is only followed by another act. An act that is sent twice is done once.",
  },
  sealNo: { zh: "封存点 {n}", en: "Seal {n}" },
  byYou: { zh: "由你办理", en: "by you" },
  risks: { zh: "可能出什么问题", en: "What may go wrong" },
  none: { zh: "本次评选没有设评审", en: "This call has no evaluation" },
  noneText: {
    zh: "申报规则里没有写评审，上报之后由主办单位另行办理。",
    en: "Its rules declare none: what becomes of nominated entries is decided elsewhere.",
  },
  two: { zh: "须两人办理", en: "Takes two people" },
  pair: { zh: "两人办理", en: "Two people" },
  propose: { zh: "提出", en: "Propose" },
  confirm: { zh: "确认", en: "Confirm" },
  notYet: { zh: "还没有人提出", en: "Nobody has proposed it" },
  you: { zh: "你", en: "You" },
  colleague: { zh: "另一个账户", en: "Another account" },
  mustBeOther: WORK.anotherAccount,
  agencyToo: { zh: "主办单位或评审机构", en: "Organiser or agency" },

  organiser: { zh: "等主办单位办理", en: "Waits for the organiser" },
  runners: { zh: "等主办单位或评审机构办理", en: "Waits for the organiser or the agency" },
  second: { zh: "等第二人确认", en: "Waits for a second person" },
  secondYou: { zh: "等你确认", en: "Waits for you" },
  secondNotYou: { zh: "等另一人确认，你已提出", en: "You proposed it; waits for somebody else" },
  experts: { zh: "等专家，{done} / {of} 人已全部提交", en: "Waits for experts: {done} of {of} are done" },
  date: { zh: "到 {at}", en: "Until {at}" },
  afterStage: { zh: "等上一轮“{stage}”计分", en: "Waits for the tally of “{stage}”" },
  system: { zh: "系统正在办理", en: "Under way" },
  systemLeft: { zh: "系统正在办理，还剩 {n} 项", en: { one: "Under way, {n} left", other: "Under way, {n} left" } },

  untold: {
    zh: "还有 {n} 条的受理结果没有送达，系统正在送达。",
    en: { one: "{n} entry has not been told yet; this is under way.", other: "{n} entries have not been told yet." },
  },
  sheets: {
    zh: "还差 {n} 份评分表。",
    en: { one: "{n} sheet is missing.", other: "{n} sheets are missing." },
  },
  refused: { zh: "上一次没有办成：{why}", en: "The last attempt was refused: {why}" },

  roll: { zh: "参评名单", en: "Roll" },
  rules: { zh: "评审规则", en: "Rules" },
  pool: { zh: "专家库", en: "Pool" },
  named: { zh: "评审专家名单", en: "Jury" },
  draw: { zh: "专家抽取", en: "Draw" },
  assignment: { zh: "分配", en: "Assignment" },
  opening: { zh: "开评", en: "Opening" },
  marks: { zh: "评审", en: "Marks" },
  seal: { zh: "封存评分", en: "Seal" },
  tally: { zh: "计分", en: "Tally" },
  reconsider: { zh: "复议", en: "Reconsider" },
  selection: { zh: "遴选", en: "Selection" },

  rollText: { zh: "形式审查之后定下哪些申报参评。", en: "Which entries take part, after the formal check." },
  carriedText: {
    zh: "上一轮计分之后，按名次定下哪些申报进入本轮。",
    en: "Which entries go on to this stage, by the order of the stage before.",
  },
  rulesText: {
    zh: "分值、计分办法和回避规则定下并公开，以后不再改。",
    en: "Criteria, method and recusals are fixed and made public.",
  },
  poolText: {
    zh: "公布专家库的代号、席位和承诺值。",
    en: "The pool's codes, its seats and the commitment are published.",
  },
  namedText: { zh: "评审专家名单定下并公开。", en: "The jury is named and made public." },
  drawText: {
    zh: "录入公开号码，按承诺值排出次序。",
    en: "Public numbers are entered, and the order follows from them.",
  },
  assignmentText: {
    zh: "按次序、领域和回避规则分给专家。",
    en: "Entries are dealt to experts by the order, their fields and recusals.",
  },
  openingText: { zh: "专家开始阅读和评分。", en: "Experts begin to read and mark." },
  marksText: {
    zh: "专家评分。封存之前没有人看得到分数。",
    en: "Experts mark. Nobody sees a mark before they are sealed.",
  },
  sealText: {
    zh: "评分表从此不能再改，才可以看分、计分。",
    en: "Sheets can no longer be changed; only then may marks be seen and tallied.",
  },
  tallyText: {
    zh: "同样的评分表算出同样的分数，谁都能重算。",
    en: "The same sheets give the same scores; anybody can compute them again.",
  },
  reconsiderText: {
    zh: "专家之间相差较大的，按评审规则由原专家看过彼此的评分后再定一次，或者再请一位专家评分。",
    en: "Where experts differ widely, each sees the others' marks and may change their own once, or one more expert reads the entry, as the rules say.",
  },
  selectionText: { zh: "按名次和名额定下入选的申报。", en: "Entries are selected by rank within the places." },

  carriedRisk: {
    zh: "上一轮还要重新计分：先计完，再列入。",
    en: "The stage before is to be counted again: count first, then carry over.",
  },
  rollRisk: {
    zh: "疑似重复的申报没有处理完：先逐条说明，再定名单。",
    en: "Entries that look like doubles are unsettled: settle each of them first.",
  },
  rulesRisk: {
    zh: "只有一个账户：须两人办理的步骤办不了，请先增设账户。",
    en: "There is one account only: what takes two people cannot be done. Add an account first.",
  },
  poolRisk: {
    zh: "某个领域的专家不够：先补充专家库，再公布。",
    en: "A field has too few experts: add some before publishing the pool.",
  },
  drawRisk: {
    zh: "抽中的专家谢绝：按同一次序由下一位递补，其他人不动。",
    en: "An expert declines: the next in the same order follows, and nobody else moves.",
  },
  assignmentRisk: {
    zh: "有申报找不到足够的专家：会列出是哪一条、被哪条规则排除。",
    en: "An entry finds too few experts: it is named, with the rule that left them out.",
  },
  openingRisk: {
    zh: "公开的天数不够：到期之后才能开评。",
    en: "Rules have not stood public long enough: marks open after that day.",
  },
  marksRisk: {
    zh: "专家评不完或应当回避：退回该条，另派专家。",
    en: "An expert cannot finish, or should not read an entry: it is given back and to another.",
  },
  sealRisk: {
    zh: "封存后发现应回避的：该份作废，另做封存点，原封存点不动。",
    en: "A conflict comes to light afterwards: that sheet is struck under a seal of its own.",
  },
  tallyRisk: {
    zh: "有申报的评分不足：不计分，并列出是哪几条。",
    en: "Entries have too few sheets: nothing is tallied, and they are listed.",
  },
  reconsiderRisk: {
    zh: "专家不再改动：原来的分数照旧有效。",
    en: "An expert changes nothing: the marks from before stand.",
  },
  selectionRisk: {
    zh: "名额线上分数相等：按已公布的次序区分。",
    en: "Equal scores at the line: they are set apart as the rules say.",
  },
  entries: { zh: "{n} 条", en: { one: "{n} entry", other: "{n} entries" } },
  expertsIn: { zh: "{n} 人", en: { one: "{n} expert", other: "{n} experts" } },
  drawn: { zh: "抽中 {n} 人，递补 {left} 人", en: "{n} drawn, {left} replaced" },
  run: { zh: "第 {n} 次计分", en: "Run {n}" },
})
