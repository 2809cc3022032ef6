/** What the page makes of a jury's acts: their names, whom each waits for, and which page each is on. */
import { Problem } from "@/api"
import type { SeasonAct, SeasonLine } from "@/api/season"
import { moment } from "@/i18n"
import { problemText } from "@/ui"
import { t } from "./words"

type Waiting = SeasonAct["waits"][number]
type Act = SeasonAct["name"] | "named"

/** A named jury has no draw, so its pool is the jury itself. */
const kindOf = (line: SeasonLine, act: SeasonAct): Act =>
  act.name === "pool" && !line.acts.some(({ name }) => name === "draw") ? "named" : act.name

export const nameOf = (line: SeasonLine, act: SeasonAct): string => t(kindOf(line, act))
export const textOf = (line: SeasonLine, act: SeasonAct): string => t(`${kindOf(line, act)}Text`)
export const riskOf = (act: SeasonAct): string => t(`${act.name}Risk`)

const PAGE: Record<SeasonAct["name"], string> = {
  roll: "roll",
  rules: "roll",
  pool: "draw",
  draw: "draw",
  assignment: "assignment",
  opening: "progress",
  marks: "progress",
  seal: "progress",
  tally: "tally",
  reconsider: "tally",
  selection: "selection",
}

/** The page that an act is done or looked at on. */
export function pageOf(call: string, line: SeasonLine, act: SeasonAct): string {
  const page = PAGE[act.name]
  if (page === "selection") return `/evaluation/${call}/selection/${line.track}`
  return `/evaluation/${call}/${line.track}/${line.stage}/${kindOf(line, act) === "named" ? "experts" : page}`
}

export const nowOf = (line: SeasonLine): SeasonAct | undefined => line.acts.find(({ standing }) => standing === "now")

/** The act that is to be done after the present one. */
export const nextOf = (line: SeasonLine): SeasonAct | undefined =>
  line.acts.find(({ standing }) => standing === "later")

/** The number of the present act, or of the last. */
export function stepOf(line: SeasonLine): number {
  const now = nowOf(line)
  return now ? line.acts.indexOf(now) + 1 : line.acts.length
}

/** Whom an act waits for, as this account reads it. */
export function waitText(waiting: Waiting, account: string, zone: string, stage: (id: string) => string): string {
  switch (waiting.whom) {
    case "second":
      return waiting.by === account ? t("secondNotYou") : t("second")
    case "experts":
      return t("experts", { done: waiting.done, of: waiting.of })
    case "date":
      return t("date", { at: waiting.until ? moment(waiting.until, zone) : "" })
    case "stage":
      return t("afterStage", { stage: stage(waiting.stage) })
    case "system":
      return waiting.left === null ? t("system") : t("systemLeft", { n: waiting.left })
    default:
      return t(waiting.whom)
  }
}

/** What an act lacks, in a sentence. */
export function lackText(lack: SeasonAct["missing"][number]): string {
  if (lack.what === "refused") return t("refused", { why: problemText(new Problem(409, lack.code)) })
  return t(lack.what, { n: lack.count })
}

/** How many an act is about; empty where nothing is known. */
export function figureText({ name, figures }: SeasonAct): string {
  const { entries, experts, left, run } = figures
  if (name === "roll" && entries !== undefined) return t("entries", { n: entries })
  if (name === "draw" && experts !== undefined) return t("drawn", { n: experts, left: left ?? 0 })
  if (name === "pool" && experts !== undefined) return t("expertsIn", { n: experts })
  return name === "tally" && run !== undefined ? t("run", { n: run }) : ""
}
