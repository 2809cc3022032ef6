/** What the page makes of a jury's acts: their names, whom each waits for, and which page each is on. */
import { Problem, type Role } from "@/api"
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
/**
 * What an act is about.
 * The roll of a later stage comes from the stage before.
 */
export const textOf = (line: SeasonLine, act: SeasonAct, first: boolean): string =>
  t(act.name === "roll" && !first ? "carriedText" : `${kindOf(line, act)}Text`)
export const riskOf = (act: SeasonAct, first: boolean): string =>
  t(act.name === "roll" && !first ? "carriedRisk" : `${act.name}Risk`)

const PAGE: Record<Exclude<SeasonAct["name"], "roll" | "rules" | "selection">, string> = {
  pool: "draw",
  draw: "draw",
  assignment: "assignment",
  opening: "progress",
  marks: "progress",
  seal: "progress",
  tally: "tally",
  reconsider: "tally",
}

/**
 * Whether a line is of its track's first stage.
 * Its roll comes from what was nominated, that of others from the stage before.
 */
export const isFirst = (lines: readonly SeasonLine[], line: SeasonLine): boolean =>
  lines.find(({ track }) => track === line.track) === line

/** Who looks at a line: the role, and whether the line is of its track's first stage. */
export interface Look {
  readonly role: Role | "visitor"
  readonly first: boolean
}

/**
 * The page that an act is done or looked at on.
 * Null where there is none for whoever looks.
 */
export function pageOf(call: string, line: SeasonLine, act: SeasonAct, { role, first }: Look): string | null {
  const roll = role === "organiser" && first ? `/organiser/${call}/roll?track=${line.track}` : null
  switch (act.name) {
    case "roll":
      return roll
    case "rules":
      return act.standing === "done" ? `/calls/${call}/rules` : roll
    case "selection":
      return role === "agency" ? null : `/evaluation/${call}/selection/${line.track}`
    default:
      return `/evaluation/${call}/${line.track}/${line.stage}/${PAGE[act.name]}`
  }
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
