/** Words of a meeting's ballot, which is entered as it was counted. */
import { words } from "@/i18n"
import { WORK } from "@/i18n/workTerms"

export const t = words({
  season: WORK.season,
  title: { zh: "会议表决", en: "Ballot of the meeting" },
  lead: {
    zh: "按签字的表决记录录入票数。到会须达评审组的 {quorum}，同意须达到会人数的 {passes}。无效票计入弃权。",
    en: "Enter the counts of the signed record. {quorum} of the panel must be present, and {passes} of those present must agree. Invalid votes count as abstentions.",
  },
  none: { zh: "这一轮没有会议表决", en: "No ballot is held at this stage" },
  noneText: { zh: "评审规则没有规定会议表决。", en: "The rules of the evaluation ask for none." },
  early: { zh: "评分封存之后才能录入表决结果。", en: "The ballot is entered once marks are sealed." },
  nothing: { zh: "还没有录入表决结果", en: "No ballot has been entered yet" },
  present: { zh: "到会人数", en: "Members present" },
  presentHelp: { zh: "评审组共 {members} 人", en: "The panel has {members} members" },
  entry: { zh: "申报", en: "Entry" },
  agree: { zh: "同意", en: "For" },
  against: { zh: "反对", en: "Against" },
  abstained: { zh: "弃权", en: "Abstained" },
  result: { zh: "结果", en: "Result" },
  passed: { zh: "通过", en: "Passed" },
  failed: { zh: "未通过", en: "Not passed" },
  votesOf: { zh: "“{name}”{what}票数", en: "{what}: “{name}”" },
  scan: { zh: "表决记录", en: "Record of the ballot" },
  scanText: {
    zh: "签字后扫描上传（PDF 或图片，不超过 20 MB），与票数一并保存。",
    en: "Upload the scan of the signed record (PDF or picture, 20 MB at most); it is kept with the counts.",
  },
  upload: { zh: "选择扫描件", en: "Choose the scan" },
  replace: WORK.replaceScan,
  see: WORK.seeScan,
  sending: { zh: "正在上传 {n}%", en: "Uploading {n} %" },
  notSent: WORK.scanNotSent,
  scanMissing: { zh: "请先上传签字的表决记录", en: "Please upload the signed record first" },
  save: { zh: "保存表决结果", en: "Save the ballot" },
  saved: { zh: "表决结果已保存", en: "The ballot is saved" },
  open: { zh: "还差 {n} 条", en: { one: "{n} entry to do", other: "{n} entries to do" } },
  complete: { zh: "已录齐", en: "Complete" },
  required: { zh: "请填写", en: "Please fill in" },
  too_big: { zh: "不能多于 {max} 人", en: "No more than {max}" },
  no_quorum: {
    zh: "到会不足 {quorum}，表决无效（评审组 {members} 人）",
    en: "Fewer than {quorum} of {members}: the ballot is not valid",
  },
  votes_not_present: {
    zh: "三项合计 {cast}，应等于到会 {present} 人",
    en: "These are {cast}, but {present} were present",
  },
  votes_missing: { zh: "还有 {missing} 条没有票数", en: "{missing} entries have no counts" },
  unknown_entry: { zh: "不在名单上", en: "Not on the roll" },
  wrong: { zh: "填写有误", en: "Not correct" },
})
