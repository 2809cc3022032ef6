import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"
import { WORK } from "@/i18n/workTerms"

/** Words of putting the list in order and reporting it. */
export const t = words({
  title: { zh: "推荐排序", en: "Ranking" },
  quota: { zh: "已推荐 {used} / {places}，还可推荐 {left} 条", en: "{used} of {places} recommended, {left} left" },
  quotaOver: { zh: "已推荐 {used} / {places}，超出 {over} 条", en: "{used} of {places} recommended, {over} over" },
  noQuota: { zh: "已推荐 {used} 条，没有名额限制", en: "{used} recommended, no limit" },
  quotaReported: { zh: "名单已上报，{used} 条", en: "The list is reported: {used}" },
  quotaReportedOf: {
    zh: "名单已上报，{used} 条（名额 {places}）",
    en: "The list is reported: {used} ({places} places)",
  },
  how: {
    zh: "拖动、改位次，或选中左侧手柄后按 ↑ ↓；改好后一次保存。",
    en: "Drag, type a rank, or focus the grip and press ↑ ↓; save all changes at once.",
  },
  jump: { zh: "本页各部分", en: "Parts of this page" },
  waiting: { zh: "待排", en: "Waiting" },
  standing: { zh: "已排", en: "Ranked" },
  report: WORK.report,
  markFilter: { zh: "只看标记", en: "Show marks" },
  allMarks: WORK.allMarks,
  insertAt: { zh: "排在第", en: "Rank" },
  placeUnit: { zh: "位", en: "" },
  insert: { zh: "排入", en: "Insert" },
  insertOf: { zh: "{name}排在第几位", en: "Rank of {name}" },
  waitMore: WORK.showMore,
  waitNone: { zh: "没有待排的申报", en: "Nothing is waiting" },
  waitNoneText: { zh: "待办都已办理。", en: "Everything has been decided." },
  standNone: { zh: "还没有推荐", en: "Nothing is recommended yet" },
  standNoneText: {
    zh: "在左边写明位次后排入，或在审阅时推荐。",
    en: "Give a rank beside a submission that waits, or recommend it while you review.",
  },
  note: { zh: "备注：{text}", en: "Note: {text}" },
  grip: { zh: "拖动，或按上下键移动：{name}，第 {n} 位", en: "Drag, or move with the arrow keys: {name}, no. {n}" },
  rankOf: { zh: "{name}的位次", en: "Rank of {name}" },
  up: { zh: "上移：{name}", en: "Up: {name}" },
  down: { zh: "下移：{name}", en: "Down: {name}" },
  wasAt: { zh: "原第 {n} 位 {arrow}", en: "was no. {n} {arrow}" },
  moveTo: { zh: "移到第…位", en: "Move to…" },
  moveToOf: { zh: "{name}移到第几位", en: "Move {name} to which rank" },
  moveGo: { zh: "移动", en: "Move" },
  movedTo: { zh: "{name}，现在第 {n} 位，共 {of} 位", en: "{name} is now no. {n} of {of}" },
  badRank: WORK.badRank,
  room: {
    zh: "第 {from}–{to} 位空着，还可推荐 {left} 条",
    en: "Ranks {from}–{to} are free: {left} more may be recommended",
  },
  roomOne: { zh: "第 {from} 位空着，还可推荐 1 条", en: "Rank {from} is free: 1 more may be recommended" },
  cut: { zh: "名额线：第 {n} 位", en: "Quota: up to rank {n}" },
  over: { zh: "以下超出名额，最多可超出 {n} 条", en: "From here on over the quota; at most {n} may go over" },
  bar: { zh: "保存排序", en: "Save the order" },
  changed: { zh: "改动 {n} 处，未保存", en: { one: "{n} change, not saved", other: "{n} changes, not saved" } },
  unchanged: { zh: "排序已保存", en: "The order is saved" },
  discard: WORK.discard,
  save: { zh: "保存排序", en: "Save the order" },
  saving: WORK.saving,
  saved: { zh: "排序已保存", en: "The order is saved" },
  staleTitle: { zh: "同事刚改过名单", en: "A colleague has just changed the list" },
  staleText: {
    zh: "下面已换成最新的名单，并把你的改动重新放上。请核对后再保存。",
    en: "It now shows the latest list with your own moves put on it. Check it and save again.",
  },
  staleAdded: { zh: "新排入：{names}", en: "Added: {names}" },
  staleRemoved: { zh: "已移出：{names}", en: "Removed: {names}" },
  staleMoved: { zh: "位次变动：{names}", en: "Moved: {names}" },
  leaveTitle: { zh: "排序还没有保存", en: "The order is not saved" },
  leaveText: {
    zh: "改动 {n} 处还没有保存，离开后就没有了。",
    en: "{n} change(s) have not been saved and would be lost.",
  },
  leave: WORK.leave,
  insertTitle: { zh: "推荐，第 {n} 位：{name}", en: "Recommend, no. {n}: {name}" },
  opinion: WORK.opinion,
  opinionMissing: { zh: "请写推荐意见", en: "Please give your opinion" },
  recommend: WORK.recommend,
  inserted: WORK.didRecommend,
  read: { zh: "先看全文", en: "Read it first" },
  finalTitle: { zh: "上报推荐结果", en: "Report the result" },
  byItself: {
    zh: "{at} 之前没有上报的，届时按当时的次序自动上报；未办理的不随之上报。",
    en: "What is not reported before {at} is reported then by itself, as it stands; what is undecided does not go up with it.",
  },
  onItsWay: {
    zh: "推荐时间已到，名单稍后按当时的次序自动上报。",
    en: "Time is up; the list will shortly be reported by itself, as it stands.",
  },
  finalText: {
    zh: "上报后排序锁定，生成带编号的推荐汇总表，打印盖章后报{desk}。上报后要改，须由上级重新开放。",
    en: "Reporting locks the order and makes the numbered summary table, to be printed, sealed and sent to {desk}. To change it afterwards, the level above has to reopen it.",
  },
  firstSave: { zh: "先保存 {n} 处改动。", en: { one: "Save {n} change first. ", other: "Save {n} changes first. " } },
  openLeft: {
    zh: "待办还有 {n} 条未办理。",
    en: { one: "{n} submission is still to be decided. ", other: "{n} submissions are still to be decided. " },
  },
  overLeft: { zh: "超出名额 {n} 条。", en: "{n} over the quota. " },
  childrenLeft: {
    zh: "下级还有 {n} 个单位没有上报。",
    en: { one: "{n} desk below has not reported. ", other: "{n} desks below have not reported. " },
  },
  before: { zh: "上报前：", en: "Before you report: " },
  ready: { zh: "待办都已办理，可以上报。", en: "Everything has been decided; you can report." },
  emptyReport: { zh: "还没有推荐任何申报，不能上报。", en: "Nothing is recommended yet, so nothing can be reported." },
  lookTitle: { zh: "上报前最后看一遍", en: "One last look before reporting" },
  lookCount: { zh: "推荐 {n} 条", en: { one: "{n} recommended", other: "{n} recommended" } },
  lookQuota: { zh: "名额 {places}", en: "{places} places" },
  lookOrder: { zh: "上报的次序", en: "The order as reported" },
  lookOpen: { zh: "还没有办完的", en: "Still open" },
  lookOpenText: {
    zh: "待办 {n} 条不会随这次上报。推荐截止之前没有办理的，会如实显示给申报单位和上级。",
    en: {
      one: "{n} submission to be decided does not go up with this report. What is not decided before recommending closes is shown as such to its applicant and the level above.",
      other:
        "{n} submissions to be decided do not go up with this report. What is not decided before recommending closes is shown as such to its applicant and the level above.",
    },
  },
  lookReturned: {
    zh: "已退回 {n} 条，还没有再次推送，不会随这次上报。",
    en: {
      one: "{n} returned and not pushed again; it does not go up with this report.",
      other: "{n} returned and not pushed again; they do not go up with this report.",
    },
  },
  lookDeclined: {
    zh: "不予推荐 {n} 条，上报之后申报单位会看到结果和理由。",
    en: {
      one: "{n} not recommended; its applicant is told so, and why, with the report.",
      other: "{n} not recommended; their applicants are told so, and why, with the report.",
    },
  },
  lookDeclinedAgain: {
    zh: "不予推荐共 {n} 条，其中上次上报之后决定的，这次上报之后申报单位会看到结果和理由；此前的已经告知。",
    en: {
      one: "{n} not recommended; if that was decided since the last report, its applicant is told so, and why, with this one.",
      other:
        "{n} not recommended in all; applicants of those decided since the last report are told so, and why, with this one. The others know already.",
    },
  },
  lookAfter: {
    zh: "上报之后，本单位不能再推荐、撤回或调整这一类别。",
    en: "After reporting, this desk can no longer recommend, take back or reorder in this track.",
  },
  confirm: { zh: "上报推荐结果", en: "Report the result" },
  back: { zh: "再看看", en: "Not yet" },
  reported: TERMS.reported,
  reportedLine: {
    zh: "第 {n} 次上报，版本码 {code}，{at}。排序已锁定。",
    en: "Report {n}, version {code}, {at}. The order is locked.",
  },
  moving: WORK.moving,
  moved: {
    zh: "{n} 条都已送达上级。",
    en: { one: "It has arrived at the level above.", other: "All {n} have arrived at the level above." },
  },
  table: { zh: "看推荐汇总表", en: "See the summary table" },
  didReport: { zh: "已上报推荐结果", en: "The result has been reported" },
  exportList: { zh: "导出 Excel", en: "Export to Excel" },
  importList: { zh: "导入排序", en: "Import ranks" },
  importing: { zh: "正在处理…", en: "Working…" },
  importTitle: { zh: "表格里的排序", en: "The order in the sheet" },
  importText: {
    zh: "与现在相比有 {n} 处不同。采用之后还没有保存，核对后请保存排序。",
    en: {
      one: "{n} difference from how it stands. Taking it over does not save it yet: check it, then save the order.",
      other: "{n} differences from how it stands. Taking it over does not save it yet: check it, then save the order.",
    },
  },
  importSame: { zh: "与现在的排序相同，没有改动。", en: "It is the order that stands already." },
  importMove: { zh: "第 {before} 位 → 第 {after} 位", en: "no. {before} → no. {after}" },
  importTake: { zh: "采用这个排序", en: "Take this order over" },
  importNew: {
    zh: "表格推荐 {n} 条待排的申报。确认之后逐条推荐，并保存表格里的排序。",
    en: {
      one: "The sheet recommends {n} waiting submission. Once you confirm, it is recommended and the order in the sheet is saved.",
      other:
        "The sheet recommends {n} waiting submissions. Once you confirm, they are recommended one after the other and the order in the sheet is saved.",
    },
  },
  importRecommend: { zh: "推荐，第 {n} 位", en: "recommended, no. {n}" },
  importBring: {
    zh: "推荐 {n} 条并保存排序",
    en: { one: "Recommend {n} and save the order", other: "Recommend {n} and save the order" },
  },
  bringing: { zh: "正在推荐 {done} / {total}…", en: "Recommending {done} of {total}…" },
  brought: {
    zh: "已推荐 {n} 条，排序已保存",
    en: { one: "{n} recommended, order saved", other: "{n} recommended, order saved" },
  },
  importWrong: { zh: "表格有误，没有导入", en: "The sheet has faults; nothing was imported" },
  importStale: {
    zh: "导出之后名单变过，这张表已经过时。请重新导出再填。",
    en: "The list has changed since this sheet was exported. Please export it again.",
  },
  importFailed: { zh: "没有传成，请重新导入", en: "It did not arrive; please import it again" },
  sheet_rank_out_of_range: {
    zh: "第 {row} 行：位次须在 1 到 {highest} 之间",
    en: "Row {row}: a rank is 1 to {highest}",
  },
  sheet_rank_twice: { zh: "第 {row} 行：位次 {rank} 与别的行重复", en: "Row {row}: rank {rank} is used twice" },
  sheet_rank_not_whole: { zh: "第 {row} 行：位次须是整数", en: "Row {row}: a rank is a whole number" },
  sheet_row_twice: {
    zh: "第 {row} 行：这条申报前面已有一行",
    en: "Row {row}: an earlier row is of the same submission",
  },
  sheet_opinion_missing: {
    zh: "第 {row} 行：新排入的要写推荐意见",
    en: "Row {row}: what is newly recommended needs an opinion",
  },
  sheet_opinion_too_long: {
    zh: "第 {row} 行：推荐意见不超过 {most} 字",
    en: "Row {row}: an opinion has {most} characters at most",
  },
  sheet_unknown_submission: {
    zh: "第 {row} 行：既不在名单里，也不在待办里",
    en: "Row {row}: neither listed nor waiting here",
  },
  sheet_rows_missing: { zh: "少了 {missing} 条名单里的申报", en: "{missing} submissions of the list are missing" },
  sheet_unreadable: {
    zh: "打不开这张表，请用导出的 xlsx 文件",
    en: "The sheet cannot be read; please use the exported xlsx file",
  },
  sheet_other: { zh: "表格有误，请用导出的 xlsx 文件", en: "The sheet has a fault; please use the exported xlsx file" },
})
