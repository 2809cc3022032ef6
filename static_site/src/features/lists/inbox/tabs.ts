/** The figures over a list, which are its tabs. */
import type { State } from "@/api"
import type { Board, DeskPage } from "@/api/desk"
import type { StateTab } from "@/ui/StateTabs.vue"
import type { OwnDesk } from "../desk/useDesk"
import { deskWord, STATES } from "@/ui/states"
import { t } from "./words"

interface Known {
  ownDesk: OwnDesk
  states: readonly State[]
  current: State
  counts: DeskPage["counts"]
  board: Board | null
  /** How many of the open list were pushed before. */
  again: number
}

function quotaNote({ quota, state, report }: Board): string {
  if (state === "reported" && report) return t("reportedNote", { n: report.total })
  if (!quota) return t("noQuota")
  return quota.left < 0
    ? t("quotaOver", { places: quota.places, over: -quota.left })
    : t("quota", { places: quota.places, left: quota.left })
}

/** What stands under the figure of a state. */
const NOTES: Partial<Record<State, (known: Known) => string>> = {
  pushed: ({ current, again }) => (current === "pushed" && again ? t("again", { n: again }) : ""),
  recommended: ({ board }) => (board ? quotaNote(board) : ""),
  nominated: () => t("fromTops"),
  returned: () => t("waitingForUnit"),
  declined: ({ ownDesk }) => (ownDesk.organiser ? "" : t("canStill")),
}

/** What is listed counts where it is known: the ranked list is written at once, counters follow. */
const figure = (state: State, { counts, board }: Known): number =>
  STATES[state].ranked && board?.state === "open" ? board.items.length : (counts[state] ?? 0)

export function tabsOf(known: Known): StateTab[] {
  return known.states.map((state, index) => ({
    to: known.ownDesk.to(`/${known.ownDesk.track.id}${index ? `?state=${state}` : ""}`),
    label: deskWord(state),
    n: figure(state, known),
    note: NOTES[state]?.(known) ?? "",
    current: state === known.current,
  }))
}
