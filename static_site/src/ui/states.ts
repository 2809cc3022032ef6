/**
 * The states of an entry: one row each, for all that the site does with them.
 *
 * A new state is a row here; sentences about it are words of the part that says them.
 */
import type { State } from "@/api"
import { text } from "@/i18n"
import { TERMS } from "@/i18n/terms"

/** A word of the site's own, fit for a dictionary too. */
type Said = Readonly<Record<"zh" | "en", string>>

interface StateRow {
  readonly word: Said
  /** What desks call entries of it, where that is another word. */
  readonly atDesk?: Said
  /** Whose turn it is: the filer's, who may edit; the desk's; decided; or nobody's any more. */
  readonly phase: "filer" | "desk" | "decided" | "over"
  /** The look of its chip, a class of `cards.css`; plain where empty. */
  readonly chip: "" | "pushed" | "returned" | "recommended" | "declined"
  /** The tone of the note that tells its filer where it stands. */
  readonly tone: "" | "warn" | "bad"
  /** Whose words tell its filer why: those of a return, which asks for changes, or of a refusal. */
  readonly why: "" | "return" | "refusal"
  /** Its place among the tabs of a desk's list, and of the organiser's. */
  readonly tabs: { readonly desk?: number; readonly organiser?: number }
  /** What a desk may do with many of it at once. */
  readonly bulk: readonly ("return" | "decline")[]
  /** Stands in a list of ranks. */
  readonly ranked: boolean
  /** Its place among the columns of progress, the parts of a desk's bar, and the columns of an area's units. */
  readonly figures: { readonly column?: number; readonly part?: number; readonly unit?: number }
}

export const STATES: Readonly<Record<State, StateRow>> = {
  draft: {
    word: { zh: "草稿", en: "Draft" },
    phase: "filer",
    chip: "",
    tone: "",
    why: "",
    tabs: {},
    bulk: [],
    ranked: false,
    figures: { column: 1, part: 5, unit: 1 },
  },
  pushed: {
    word: { zh: "已推送", en: "Pushed" },
    atDesk: { zh: "待办", en: "To do" },
    phase: "desk",
    chip: "pushed",
    tone: "",
    why: "",
    tabs: { desk: 1 },
    bulk: ["return", "decline"],
    ranked: false,
    figures: { column: 2, part: 2, unit: 2 },
  },
  returned: {
    word: { zh: "已退回", en: "Returned" },
    phase: "filer",
    chip: "returned",
    tone: "warn",
    why: "return",
    tabs: { desk: 3, organiser: 2 },
    bulk: [],
    ranked: false,
    figures: { column: 4, part: 3, unit: 3 },
  },
  withdrawn: {
    word: { zh: "已撤回", en: "Withdrawn" },
    phase: "over",
    chip: "",
    tone: "",
    why: "",
    tabs: {},
    bulk: [],
    ranked: false,
    figures: {},
  },
  recommended: {
    word: { zh: "已推荐", en: "Recommended" },
    phase: "decided",
    chip: "recommended",
    tone: "",
    why: "",
    tabs: { desk: 2 },
    bulk: ["return"],
    ranked: true,
    figures: { column: 3, part: 1, unit: 4 },
  },
  declined: {
    word: TERMS.declined,
    phase: "decided",
    chip: "declined",
    tone: "bad",
    why: "refusal",
    tabs: { desk: 4 },
    bulk: ["return"],
    ranked: false,
    figures: { column: 5, part: 4, unit: 5 },
  },
  nominated: {
    word: { zh: "已上报至主办单位", en: "With the organiser" },
    atDesk: { zh: "已上报", en: "Nominated" },
    phase: "decided",
    chip: "",
    tone: "",
    why: "",
    tabs: { organiser: 1 },
    bulk: ["return"],
    ranked: false,
    figures: { unit: 6 },
  },
}

const states = Object.keys(STATES) as State[]

/** The states that have a place in `of`, in order. */
export const placed = (of: (row: StateRow) => number | undefined): State[] =>
  states
    .filter((state) => of(STATES[state]) !== undefined)
    .sort((one, other) => Number(of(STATES[one])) - Number(of(STATES[other])))

/** The word for a state. */
export const stateWord = (state: State): string => text(STATES[state].word)

/** The word for a state, as desks say it. */
export const deskWord = (state: State): string => text(STATES[state].atDesk ?? STATES[state].word)

/** Whether it came back to its filer to be changed. */
export const isReturned = ({ state }: { state: State }): boolean => STATES[state].why === "return"

/** Whether it waits for a desk's decision. */
export const isWaiting = ({ state }: { state: State }): boolean => STATES[state].phase === "desk"

/** Whether its filer may edit and push it. */
export const isOpen = ({ state }: { state: State }): boolean => STATES[state].phase === "filer"
