/** How far an objection is: which tab it stands under, whom it waits for, and until when. */
import type { DeskObjection, Objection, OwnObjection } from "@/api/objections"
import { moment } from "@/i18n"
import { said } from "./words"

type State = Objection["state"]

/** Tabs of the organiser's list, each with the states under it. */
export const TABS: Readonly<Record<"filed" | "taken" | "ruled" | "refused", readonly State[]>> = {
  filed: ["filed"],
  taken: ["taken"],
  ruled: ["upheld", "dismissed"],
  refused: ["refused"],
}
export type Tab = keyof typeof TABS
export const tabOf = (state: State): Tab =>
  (Object.keys(TABS) as Tab[]).find((tab) => TABS[tab].includes(state)) ?? "filed"

/** The look of a state's chip, a class of `cards.css`. */
export const chipOf = (state: State): string =>
  ({
    begun: "",
    filed: "pushed",
    taken: "returned",
    refused: "declined",
    upheld: "recommended",
    dismissed: "declined",
  })[state]

type Timed = Pick<DeskObjection, "state" | "answer_by" | "answer">

/** Whether the time to answer is over without an answer. */
const isOverdue = ({ answer, answer_by: by }: Timed, now: number): boolean => !answer && !!by && Date.parse(by) < now

/**
 * Whether it may be ruled on.
 * It was answered, or its answer is overdue.
 */
export const mayRule = (one: Timed, now: number): boolean =>
  one.state === "taken" && (!!one.answer || isOverdue(one, now))

/** What the clock of an objection runs to; null where nothing waits. */
export function clockOf(
  one: Timed & { rule_by?: string | null },
): { readonly what: "answerBy" | "ruleBy"; readonly until: string } | null {
  if (one.state !== "taken") return null
  if (!one.answer && one.answer_by) return { what: "answerBy", until: one.answer_by }
  return one.rule_by ? { what: "ruleBy", until: one.rule_by } : null
}

/**
 * Whether an objection waits for the organiser.
 * What is proposed waits for those who did not propose it.
 */
export function waitsForOrganiser(one: Objection, organiser: string, now: number): boolean {
  if (one.state === "filed") return true
  if (one.state !== "taken") return false
  if (one.proposal) return !one.proposal.own
  return mayRule(one, now) || one.desk === organiser
}

export interface Line {
  readonly what: string
  readonly at?: string
  /** Why, as it was written. */
  readonly why?: string
}

/**
 * What has happened to one's own objection, newest first.
 * What comes next stands at its place.
 */
export function linesOf(one: OwnObjection, zone: string): Line[] {
  const at = (iso: string | null): string | undefined => (iso ? moment(iso, zone) : undefined)
  const lines: Line[] = []
  if (one.ruling) lines.push({ what: said(one.ruling.consequence), at: at(one.ruling.at), why: one.ruling.reason })
  else if (one.taken_at && one.rule_by) lines.push({ what: said("waitsRuling", { at: moment(one.rule_by, zone) }) })
  if (one.refusal) lines.push({ what: said("refused"), at: at(one.refused_at), why: refusalOf(one) })
  if (one.taken_at) lines.push({ what: said("tookIt"), at: at(one.taken_at) })
  if (one.state === "filed") lines.push({ what: said("waitsTaking") })
  lines.push({ what: said("filedIt"), at: at(one.filed_at) })
  return lines
}

/** Why an objection was not taken, with what the organiser added. */
export const refusalOf = ({ refusal, note }: { refusal: OwnObjection["refusal"]; note: string }): string =>
  refusal ? [said(refusal), note].filter(Boolean).join(" · ") : ""
