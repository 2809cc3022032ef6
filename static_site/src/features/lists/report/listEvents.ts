/** The events of a ranked list in words: which entry moved from where to where, which report, which scan. */
import type { HistoryEvent } from "@/api"
import { labelled } from "@/i18n"
import { movedBetween } from "../ranking/moves"
import { codeOf } from "./table"
import { t } from "./words"

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []

/** Short ids of all entries that the events name. */
export function namedIn(events: readonly HistoryEvent[]): string[] {
  const named = events.flatMap(({ facts }) => [
    ...strings(facts["before"]),
    ...(typeof facts["submission"] === "string"
      ? [facts["submission"].slice(facts["submission"].lastIndexOf(".") + 1)]
      : []),
  ])
  return [...new Set(named)]
}

/**
 * The lines below an event of a list.
 * `name` says what an entry is called by its short id.
 */
export function linesOf({ step, facts, texts }: HistoryEvent, name: (id: string) => string): string[] {
  if (typeof facts["submission"] === "string")
    return [name(facts["submission"].slice(facts["submission"].lastIndexOf(".") + 1))]
  if (step === "attach_scan")
    return [
      t(facts["replaces"] ? "scanInstead" : "scanOf", {
        n: Number(facts["n"]),
        name: texts["file"] ?? t("scanErased"),
      }),
      `SHA-256 ${String(facts["sha256"])}`,
    ]
  const [before, after] = [strings(facts["before"]), strings(facts["after"])]
  const moved = movedBetween(before, after)
  const lines = after
    .filter((id) => moved.has(id))
    .map((id) => labelled(name(id), t("movedFrom", { from: before.indexOf(id) + 1, to: after.indexOf(id) + 1 })))
  if (step !== "report") return lines
  return [
    t("reportedAs", {
      n: Number(facts["n"]),
      of: strings(facts["order"]).length,
      code: codeOf(String(facts["code"] ?? "")),
    }),
  ]
}
