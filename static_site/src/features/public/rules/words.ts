/** Words of the page that says how entries are judged. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

export const t = words({
  title: { zh: "评审规则", en: "How entries are judged" },
  lead: {
    zh: "规则在评审之前公布。评分一律按这里写的办法计算，任何人都可以重算。",
    en: "The rules are public before anything is judged. Marks are computed by what stands here alone, and anybody can do it again.",
  },
  print: TERMS.print,
  parts: { zh: "本页内容", en: "On this page" },
  none: { zh: "本次评选没有公布评审规则", en: "This call has published no rules" },
  noneText: { zh: "以评选通知为准。", en: "Please see the notice." },
  // a track
  criteria: { zh: "评什么", en: "What is looked at" },
  criterion: { zh: "评审标准", en: "Criterion" },
  weight: { zh: "占比", en: "Weight" },
  anchors: { zh: "分数的含义", en: "What marks mean" },
  outside: { zh: "只评分，不计入总分", en: "Marked, outside the total" },
  range: { zh: "{from}–{to} 分", en: "{from}–{to}" },
  single: { zh: "{from} 分", en: "{from}" },
  below: { zh: "低于 {mark} 分须写明理由", en: "Marks below {mark} need a reason" },
  above: { zh: "高于 {mark} 分须写明理由", en: "Marks above {mark} need a reason" },
  always: { zh: "每个分数都须写明理由", en: "Each mark needs a reason" },
  stages: { zh: "怎么评", en: "How it is judged" },
  until: { zh: "{at} 截止", en: "closes {at}" },
  each: {
    zh: "每条申报由 {experts} 位专家各自评分，每位专家最多评 {most} 条。",
    en: "Each entry is read by {experts} experts, each on their own, who read {most} entries at most.",
  },
  panel: { zh: "评审组 {experts} 人，每条申报都评。", en: "A panel of {experts} reads every entry." },
  scale: {
    zh: "每项评分从 {min} 到 {max} 分，以 {step} 分为一档。",
    en: "Marks go from {min} to {max} in steps of {step}.",
  },
  fields: { zh: "按申报的类别安排熟悉该领域的专家。", en: "Experts are chosen to know the category of the entry." },
  atLeast: {
    zh: "至少有 {n} 位专家评过才计分。",
    en: { one: "An entry is scored from {n} sheet on.", other: "An entry is scored from {n} sheets on." },
  },
  severity: {
    zh: "得分按专家宽严修正后取平均。",
    en: "The score is the mean of marks, corrected for how strict experts are.",
  },
  mean: { zh: "得分取各位专家总分的平均。", en: "The score is the mean of the experts' totals." },
  standard: { zh: "得分取各位专家标准分的平均。", en: "The score is the mean of the experts' standard marks." },
  trim: {
    zh: "平均之前去掉 {n} 个最高分和 {n} 个最低分。",
    en: {
      one: "Before that the highest and the lowest are left out.",
      other: "Before that the {n} highest and {n} lowest are left out.",
    },
  },
  another: {
    zh: "专家之间相差超过 {over} 分的，增加一位专家评分。",
    en: "Where experts differ by more than {over} points, one more expert reads it.",
  },
  reconsider: {
    zh: "专家之间相差超过 {over} 分的，各自看过别人的分数和意见后可修改一次，修改前后的分数都保留。",
    en: "Where experts differ by more than {over} points, each sees the others' marks and comments and may change theirs once. Both marks are kept.",
  },
  carries: {
    zh: "最后得分中上一阶段占 {before}%，本阶段占 {own}%。",
    en: "Of the score, {before}% comes from the stage before and {own}% from this one.",
  },
  ballot: {
    zh: "评审组表决：到会人数不少于 {quorum} 方为有效，到会人数的 {passes} 以上同意为通过。",
    en: "The panel votes: {quorum} of its members must be present, and {passes} of those agree.",
  },
  secret: { zh: "采用无记名投票。", en: "The vote is secret." },
  keeps: {
    zh: "得分前 {n} 名进入下一阶段。",
    en: { one: "The best entry goes on to the next stage.", other: "The best {n} go on to the next stage." },
  },
  selection: { zh: "怎样入选", en: "How entries are selected" },
  places: {
    zh: "按得分从高到低，选出 {n} 个。",
    en: { one: "The highest score is selected.", other: "The {n} highest scores are selected." },
  },
  about: {
    zh: "入选数可上下浮动 {n} 个以内，须说明理由。",
    en: "The line may lie up to {n} higher or lower, with a reason.",
  },
  floor: {
    zh: "低于 {n} 分的不入选；确有必要入选的，逐条说明理由。",
    en: "Below {n} nothing is selected but by an exception, each with its reason.",
  },
  byPlace: {
    zh: "{level}入选数占全部入选 {n}% 以上的，提请主办单位注意，名次不因此变动。",
    en: "Where more than {n}% would come from one {level}, the organiser is warned. The order does not change by that.",
  },
  byCategory: {
    zh: "同一类别占全部入选 {n}% 以上的，提请主办单位注意，名次不因此变动。",
    en: "Where more than {n}% would be of one category, the organiser is warned. The order does not change by that.",
  },
  onePlace: { zh: "同一个{level}", en: "{level}" },
  both: {
    zh: "入选线上得分相同、只能抽签分先后的，在浮动范围内一并入选。",
    en: "Where only the lot would set entries apart at the line, both are selected as far as the line may move.",
  },
  lot: {
    zh: "入选线上得分相同的，按下面的次序分先后，直到抽签。",
    en: "Equal scores at the line are set apart in the order below, by lot in the end.",
  },
  confirmed: {
    zh: "入选名单由一人提出、另一人确认。",
    en: "One person proposes the selection, and another confirms it.",
  },
  ties: { zh: "得分相同怎么办", en: "Where scores are equal" },
  tieCriterion: { zh: "“{name}”平均分高的在前；", en: "The higher mean mark for “{name}” goes first;" },
  tieSpread: { zh: "专家之间分歧小的在前；", en: "then the one on which experts differ less;" },
  tieRank: { zh: "推荐单位排序靠前的在前；", en: "then the better rank of the recommending desk;" },
  tieDraw: { zh: "按抽签次序。", en: "in the end by lot." },
  // who judges
  who: { zh: "谁来评，谁回避", en: "Who judges, and who does not" },
  agencies: {
    zh: "受委托组织评审的机构：{names}。分数封存之前，机构看不到分数。",
    en: "Review is run by {names}, who see no mark before the marks are sealed.",
  },
  organiserRuns: { zh: "评审由{name}组织。", en: "Review is run by {name}." },
  drawn: {
    zh: "专家从公布的专家库中抽取。先公布专家库和计算办法，再用之后产生的{numbers}开奖号码算出次序，谁也不能挑选，人人可以核对。",
    en: "Experts are drawn from a pool. The pool and the formula are published first; then the order is computed from numbers of a later day ({numbers}). Nobody can choose it, and everybody can check it.",
  },
  named: { zh: "评审组名单公开。", en: "The jury is named, and its list is public." },
  perBody: {
    zh: "同一单位最多抽取 {n} 位专家。",
    en: { one: "At most {n} expert of one body is drawn.", other: "At most {n} experts of one body are drawn." },
  },
  apart: {
    zh: "与申报单位属于{what}的专家，不评该条申报。",
    en: "An expert reads no entry of {what}.",
  },
  body: { zh: "同一单位", en: "its own body" },
  city: { zh: "同一城市", en: "its own city" },
  parentBody: { zh: "同一主管单位", en: "its own parent body" },
  inEntry: { zh: "申报材料中列名的人，不评该条申报。", en: "Who is named in an entry does not read it." },
  recusal: {
    zh: "专家认为应当回避的，可以申请回避，由另一位专家接替。",
    en: "An expert who should not judge an entry says so, and another takes it over.",
  },
  blind: {
    zh: "专家看不到申报单位的名称、人员和联系方式，附件名改成编号。申报内容和附件里请勿写明单位。",
    en: "Experts do not see who filed, nor people or contacts, and files go by number. Please do not name yourselves in texts and files.",
  },
  open: { zh: "专家看得到申报的全部内容。", en: "Experts read all of an entry." },
  opinions: { zh: "专家看得到推荐意见和推荐排序。", en: "Experts read the desks' opinions and ranks." },
  noOpinions: { zh: "专家看不到推荐意见和推荐排序。", en: "Experts do not see the desks' opinions or ranks." },
  publicDays: {
    zh: "规则和专家库公布满 {n} 天后才开始评分。",
    en: {
      one: "Rules and pool stand public for {n} day before marks open.",
      other: "Rules and pool stand public for {n} days before marks open.",
    },
  },
  correcting: {
    zh: "材料需要补正的，申报单位在通知后 {n} 小时内只改指明的表项。",
    en: "What must be corrected the owner corrects within {n} hours, in the named fields alone.",
  },
  seconds: { zh: "须由两人先后办理：{acts}。", en: "Two people are needed for: {acts}." },
  draw: { zh: "抽取专家", en: "the draw" },
  marks: { zh: "封存分数", en: "sealing the marks" },
  selectionAct: { zh: "确定入选", en: "the selection" },
  notice: { zh: "公示", en: "the public notice" },
  rulings: { zh: "异议裁定", en: "rulings on objections" },
  results: { zh: "公布结果", en: "the results" },
  revoke: { zh: "撤销", en: "revoking" },
  feedbackBoth: {
    zh: "结果公布后，申报单位看得到自己的得分和专家意见（不署名）。",
    en: "After the results an owner reads its score and the experts' comments, without names.",
  },
  feedbackMark: { zh: "结果公布后，申报单位看得到自己的得分。", en: "After the results an owner reads its score." },
  feedbackComments: {
    zh: "结果公布后，申报单位看得到专家意见（不署名）。",
    en: "After the results an owner reads the experts' comments, without names.",
  },
  noFeedback: { zh: "得分和专家意见不向申报单位反馈。", en: "Scores and comments are not sent to owners." },
  // scores
  scores: { zh: "分数怎么算", en: "How scores are computed" },
  total: { zh: "总分", en: "Total" },
  totalText: {
    zh: "每位专家的总分满分 100：各项分数除以满分，乘以占比，再相加。例如一项占 30%，满分 10 分得 8 分，计 24 分。",
    en: "An expert's total is out of 100: each mark over the highest mark, times its weight, summed. A mark of 8 out of 10 with a weight of 30% counts 24.",
  },
  severityHead: { zh: "宽严修正", en: "Correcting for strictness" },
  severityText: {
    zh: "有的专家打分普遍偏严，有的偏宽，而一条申报只由几位专家评，碰上谁不该影响结果。评过同一些申报的专家可以互相比较，由此算出每位专家比别人偏高或偏低多少，从他的每个总分中扣除或补回。例如：“17 号专家比评过同样申报的其他专家平均低 3.6 分，已补回。”评得少的专家修正得也少：计算时当作他另有 {n} 个不偏不倚的评分。",
    en: "Some experts are strict and some are mild, and an entry is read by few of them: whom it meets should not matter. Experts who read the same entries can be compared. From that follows by how much each marks above or below the others, and this is taken off or put back in each of its totals: “expert 17 marked 3.6 lower than others who read the same entries; this was put back.” Who has read little is corrected little: it counts as if each had given {n} more marks at everybody's level.",
  },
  severityPrice: {
    zh: "它有代价：一位专家改一个分数，别的申报的得分也会动一点。申报多时，最多动 0.1 至 0.2 分；只有几十条时，可能到 0.5 分。",
    en: "It has its price: when one mark changes, the scores of other entries move a little too. Among many entries by 0.1 to 0.2 points at most, among a few dozen by up to 0.5.",
  },
  meanHead: { zh: "平均分", en: "Mean" },
  meanText: {
    zh: "各位专家的总分直接平均，不作修正。专家评的是同一些申报，宽严对大家一样。",
    en: "Totals are averaged as they are. The experts read the same entries, so that strictness meets all alike.",
  },
  standardHead: { zh: "标准分", en: "Standard marks" },
  standardText: {
    zh: "把每位专家的总分换算成平均 50、标准差 10 的分数，再取平均。这样就认定每位专家评的那些申报总体水平相当。",
    en: "Each expert's totals are brought to mean 50 and deviation 10, then averaged. That takes it that all experts' entries are equally good on the whole.",
  },
  trimHead: { zh: "去掉最高分和最低分", en: "Leaving out the extremes" },
  trimText: {
    zh: "从一条申报的（修正后）分数中去掉最高和最低的，防止个别分数左右结果。去掉后不足 3 个的，不去。",
    en: "The highest and lowest of an entry's marks, as corrected, are left out, so that a single one does not decide. Where fewer than 3 would be left, all count.",
  },
  spreadHead: { zh: "专家分歧", en: "Where experts differ" },
  spreadText: {
    zh: "一条申报的最高分和最低分（修正后，满分 100）相差太大，说明专家看法不一，要再看一次，而不是简单平均。",
    en: "Where the highest and lowest of an entry's marks, as corrected and out of 100, lie far apart, experts disagree. It is looked at once more, and not simply averaged.",
  },
  exactHead: { zh: "精确计算", en: "Exact" },
  exactText: {
    zh: "全部按分数精确计算，中途不四舍五入；页面显示 4 位小数，名次按精确值排。原始评分和修正后的分数都保留，隐去姓名后可供重算。",
    en: "Everything is computed in exact fractions and never rounded on the way; pages show 4 decimals, and the order follows the exact value. Marks as given and as corrected are both kept, and can be recomputed, by codes without names.",
  },
  fixed: { zh: "规则不再改动", en: "The rules do not change" },
  fixedText: {
    zh: "开始评分之前，规则的摘要（SHA-256）与其他材料一起封存，此后不再改动。摘要相同，就是同一份规则。",
    en: "Before the first mark the digest of the rules (SHA-256) is sealed, and from then on they do not change. Where the digest is the same, the rules are.",
  },
})
