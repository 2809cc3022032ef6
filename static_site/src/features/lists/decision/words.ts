/** Words of decisions: what an entry rests on, refusals, and more time for a desk. */
import { words } from "@/i18n"

export const t = words({
  linkHint: { zh: "关联 {of} 条，已推荐 {n} 条。{names}", en: "{of} linked, {n} recommended. {names}" },
  linkStands: { zh: "{name}（{state}）", en: "{name} ({state})" },
  linkAway: { zh: "在其他单位，是否推荐此处看不到", en: "with another desk; its decision is not seen here" },
  linkTitle: { zh: "请先核对关联的申报：", en: "Check the linked submissions first. " },
  sendBackUntilHelp: {
    zh: "该单位推荐已截止或时间不够时填写；只延长它的推荐，记录在案。",
    en: "Where its recommending has closed or time is short; for that desk alone, and recorded.",
  },
  until_too_early: { zh: "须晚于现在和它原来的截止时间", en: "must be later than now and than its present deadline" },
  until_too_late: { zh: "不能晚于本单位的推荐截止", en: "cannot be later than our own deadline" },
  list_stale: {
    zh: "名单刚被同事改动，现有 {n} 条。请核对位次后再推荐；意见还在。",
    en: {
      one: "A colleague has just changed the list; {n} is listed now. Check the rank and recommend again; your opinion is kept.",
      other:
        "A colleague has just changed the list; {n} are listed now. Check the rank and recommend again; your opinion is kept.",
    },
  },
  step_not_allowed: {
    zh: "刚有同事办理过这一条。下面是最新情况；你写的内容还在。",
    en: "A colleague has just acted on this one. Below is how it stands now; what you typed is kept.",
  },
  rank_out_of_range: {
    zh: "位次超出范围：现在可排第 1 到第 {highest} 位。",
    en: "That rank is out of range: 1 to {highest} are possible now.",
  },
  quota_full: {
    zh: "名额已满（{used} / {places}）。先撤回一条推荐，或不推荐这一条；意见还在。",
    en: "All places are taken ({used} of {places}). Take one recommendation back first, or leave this one; your opinion is kept.",
  },
  list_closed: {
    zh: "名单已经上报，不能再改。意见还在。",
    en: "The list has been reported and can no longer change. Your opinion is kept.",
  },
  stale: {
    zh: "这一条刚有变化，请核对后再办理；你写的内容还在。",
    en: "This one has just changed. Check it and decide again; what you typed is kept.",
  },
})
