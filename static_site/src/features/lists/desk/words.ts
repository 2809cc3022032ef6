/** Words that all pages of desks and of the organiser share. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"
import { WORK } from "@/i18n/workTerms"

export const t = words({
  organiser: { zh: "主办单位", en: "Organiser" },
  tracks: WORK.tracks,
  waitingHere: { zh: "待办 {n} 条", en: { one: "{n} to do", other: "{n} to do" } },
  declined: TERMS.declined,
  reported: TERMS.reported,
  yes: { zh: "拟荐", en: "Likely" },
  maybe: { zh: "待议", en: "To discuss" },
  no: { zh: "不荐", en: "Unlikely" },
  none: { zh: "未标", en: "Not marked" },
  closes: { zh: "推荐截止 {at}", en: "Recommending closes {at}" },
  byItself: {
    zh: "届时没有上报的名单，按当时次序自动上报。",
    en: "A list not reported by then is reported by itself, as it stands.",
  },
  left: WORK.timeLeft,
  closed: { zh: "推荐已于 {at} 截止", en: "Recommending closed {at}" },
  place: { zh: "第 {n} 位", en: "No. {n}" },
  placeOf: { zh: "第 {n} 位 / {of}", en: "No. {n} of {of}" },
  direct: { zh: "直接推送", en: "Pushed here directly" },
  ownFiling: { zh: "自主申报", en: "Own filing" },
  sentBack: { zh: "上级退回", en: "Sent back" },
  reason: WORK.reason,
  reasonMissing: WORK.reasonMissing,
  optional: TERMS.optional,
  send: { zh: "确定", en: "Confirm" },
  shown: TERMS.show,
  hidden: TERMS.hide,
  untitled: TERMS.untitled,
  date: { zh: "日期", en: "Date" },
  time: { zh: "时间", en: "Time" },
  clockLike: { zh: "如 18:00", en: "HH:MM" },
  badMoment: {
    zh: "请写完整的日期和时间，例如 2021-11-12 18:00",
    en: "Please write the whole date and time, e.g. 2021-11-12 18:00",
  },
  openCalendar: { zh: "打开日历：{label}", en: "Open the calendar: {label}" },
  zoned: { zh: "{zone}", en: "{zone}" },
  sortBy: WORK.sortBy,
  all: TERMS.total,
  chart: { zh: "图：{title}", en: "Chart: {title}" },
})
