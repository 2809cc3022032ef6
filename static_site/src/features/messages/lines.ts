/** A message in words, made of its kind and what it is about; its words are not stored anywhere. */
import { moment, words } from "@/i18n"
import { TERMS } from "@/i18n/terms"
import type { Reader } from "./links"
import type { Message } from "./types"

/** What the words need that the message knows by code alone. */
export interface Around {
  /** The name of a desk by its code. */
  readonly desk: (code: string) => string
  readonly zone: string
}

export const lines = words({
  pushed: { zh: "“{name}”已推送给{desk}", en: "“{name}” has been pushed to {desk}" },
  arrived: {
    zh: "{desk}收到推送 {n} 项",
    en: { one: "{n} entry pushed to {desk}", other: "{n} entries pushed to {desk}" },
  },
  asked_back: { zh: "申报用户申请退回“{name}”", en: "The applicant asks for “{name}” back" },
  returned: {
    zh: "{desk}退回了“{name}”，请按要求修改后再次推送",
    en: "{desk} returned “{name}”: please change what is asked and push it again",
  },
  returnedUntil: {
    zh: "{desk}退回了“{name}”，请按要求修改，{at} 前再次推送",
    en: "{desk} returned “{name}”: please change what is asked and push it again by {at}",
  },
  recommended: { zh: "“{name}”已获{desk}推荐", en: "“{name}” is recommended by {desk}" },
  declined: { zh: "“{name}”未获{desk}推荐", en: "“{name}” is not recommended by {desk}" },
  sent_back: {
    zh: "{desk}退回了“{name}”，推荐名单已重新开放",
    en: "{desk} sent “{name}” back; the ranked list is open again",
  },
  reported: {
    zh: "{desk}的推荐名单已上报，共 {n} 项",
    en: {
      one: "{desk} has reported its list of {n} entry",
      other: "{desk} has reported its list of {n} entries",
    },
  },
  reported_at_close: {
    zh: "{desk}推荐时间已到，名单按当时次序自动上报，共 {n} 项",
    en: {
      one: "Time ended at {desk}: its list of {n} entry was reported as it stood",
      other: "Time ended at {desk}: its list of {n} entries was reported as it stood",
    },
  },
  reopened: {
    zh: "{desk}的推荐名单已重新开放，可以继续推荐后再次上报",
    en: "The list of {desk} is open again: go on recommending, then report it anew",
  },
  closing_draft: { zh: "“{name}”还没有推送，{at} 截止", en: "“{name}” has not been pushed yet; the deadline is {at}" },
  closing_returned: {
    zh: "“{name}”退回后还没有再次推送，{at} 截止",
    en: "“{name}” was returned and has not been pushed again; the deadline is {at}",
  },
  reminder_nothing: {
    zh: "{desk}提醒：你已注册，还没有新建申报",
    en: "A reminder from {desk}: you have registered and not begun a submission",
  },
  reminder_draft: {
    zh: "{desk}提醒：你有 {n} 项草稿还没有推送",
    en: {
      one: "A reminder from {desk}: {n} draft of yours has not been pushed",
      other: "A reminder from {desk}: {n} drafts of yours have not been pushed",
    },
  },
  reminder_returned: {
    zh: "{desk}提醒：你有 {n} 项申报被退回，还没有再次推送",
    en: {
      one: "A reminder from {desk}: {n} returned entry has not been pushed again",
      other: "A reminder from {desk}: {n} returned entries have not been pushed again",
    },
  },
  late_pass: { zh: "{desk}准予“{name}”逾期申报，{at} 前推送", en: "{desk} gives “{name}” more time: push it by {at}" },
  handed_out: { zh: "账户已开通，请先看操作手册", en: "Your account is ready. The manual is a good place to begin" },
  untitled: TERMS.untitled,
})

/** A name that holds quotation marks itself, as it stands between others. */
const inner = (name: string): string => name.replace(/“/g, "‘").replace(/”/g, "’")

/** What a message says. */
export function lineOf(message: Message, { desk, zone }: Around): string {
  const { kind, n, until, standing } = message
  const params = {
    n,
    name: inner(message.name) || lines("untitled"),
    desk: desk(message.desk),
    at: until ? moment(until, zone) : "",
  }
  if (kind === "returned" && until) return lines("returnedUntil", params)
  const key = kind === "closing" || kind === "reminder" ? `${kind}_${standing ?? "draft"}` : kind
  return lines.of(key, "untitled", params)
}

const OF_ONES_OWN = ["returned", "closing", "reminder"]

/**
 * Whether the reader has to act.
 * Shape and word show it. `pushed`: own entries that were pushed since.
 */
export function isAsking(
  { kind, desk, submission }: Message,
  { desk: own }: Reader,
  pushed: ReadonlySet<string> = new Set(),
): boolean {
  if (OF_ONES_OWN.includes(kind)) return !pushed.has(submission)
  return (
    ["asked_back", "sent_back", "reopened"].includes(kind) ||
    (["reported", "reported_at_close"].includes(kind) && desk !== own)
  )
}
