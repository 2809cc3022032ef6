/** Figures of desks as tables and charts read them. */
import type { State } from "@/api"
import type { AreaAccount, DeskProgress, UnitFigures } from "@/api/desk"
import { deskWord, isOpen, isReturned, isWaiting, placed, STATES } from "@/ui/states"
import { t } from "./words"

export type Column = "registered" | State | "reported"
/** Columns of a progress table, in the order of the work. */
export const COLUMNS: readonly Column[] = ["registered", ...placed(({ figures }) => figures.column), "reported"]
/** What a desk's bar is made of: what it sent up, and what lies there now by state. */
export const PARTS: readonly Column[] = ["reported", ...placed(({ figures }) => figures.part)]

/** The progress words' own under `key`, else the state's. */
const wordOf = (key: string, state: string): string => (t.has(key) ? t.of(key, "all") : deskWord(state as State))

/** Whether a column counts what waits for a desk. */
export const countsWaiting = (column: Column): boolean => column in STATES && isWaiting({ state: column as State })

/** The word over a column. */
export const columnWord = (column: Column): string => wordOf(column, column)

/** The word over a column of units. */
export const unitWord = (state: State): string => wordOf(`unit_${state}`, state)

export interface Row {
  readonly desk: string
  readonly figures: Readonly<Record<Column, number>>
  /** In how many tracks its list is reported now. */
  readonly reports: number
}

/** Figures of one track, or of all together where `track` is empty. */
export function rowOf(item: DeskProgress, track: string): Row {
  const counted = Object.entries(item.tracks).flatMap(([id, states]) =>
    track && id !== track ? [] : [states as Readonly<Record<string, number>>],
  )
  const sum = (what: string): number => counted.reduce((all, states) => all + (states[what] ?? 0), 0)
  const figures = Object.fromEntries(
    COLUMNS.map((column) => [column, column === "registered" ? item.registered : sum(column)]),
  ) as Record<Column, number>
  const reports = Object.entries(item.lists).filter(
    ([id, { state }]) => state === "reported" && (!track || id === track),
  ).length
  return { desk: item.desk, figures, reports }
}

/**
 * A top desk with all desks below it as one row.
 * Every entry once where it lies; sent up is what the top desk sent.
 */
export function combined(top: Row, below: readonly Row[]): Row {
  return { ...top, figures: { ...totals([top, ...below]), reported: top.figures.reported } }
}

export function totals(rows: readonly Row[]): Record<Column, number> {
  return Object.fromEntries(
    COLUMNS.map((column) => [column, rows.reduce((all, { figures }) => all + figures[column], 0)]),
  ) as Record<Column, number>
}

/** How a desk's list of one track stands: never reported, reported, or open again since it was. */
export type ListStanding = "notYet" | "isReported" | "open"
export const standsAs = ({ state, n }: DeskProgress["lists"][string]): ListStanding =>
  state === "reported" ? "isReported" : n ? "open" : "notYet"

export type SortBy = Column | "desk" | "reports"

/**
 * Rows by a column, the largest first.
 * By desk in the order they are given.
 */
export function sortedRows(rows: readonly Row[], by: SortBy, reverse: boolean): Row[] {
  const value = (row: Row): number => (by === "reports" ? row.reports : by === "desk" ? 0 : row.figures[by])
  const sorted = by === "desk" ? [...rows] : [...rows].sort((one, other) => value(other) - value(one))
  return reverse ? sorted.reverse() : sorted
}

export type Standing = "all" | "nothing" | "draft" | "returned" | "pushed"

/**
 * How far an account is.
 * Nothing begun, a draft only, something returned to it, or all of its own pushed.
 */
export function standingOf({ submissions }: Pick<AreaAccount, "submissions">): Exclude<Standing, "all"> {
  if (submissions.some(isReturned)) return "returned"
  if (submissions.some(isOpen)) return "draft"
  return submissions.length ? "pushed" : "nothing"
}

export interface Group {
  readonly name: string
  readonly registered: number
  readonly drafts: number
  readonly pushed: number
}

/** Accounts counted by something of theirs, the largest group first. */
export function grouped(accounts: readonly AreaAccount[], by: (account: AreaAccount) => string): Group[] {
  const groups = new Map<string, AreaAccount[]>()
  for (const account of accounts) groups.set(by(account), [...(groups.get(by(account)) ?? []), account])
  const count = (of: readonly AreaAccount[], draft: boolean): number =>
    of.reduce(
      (all, { submissions }) => all + submissions.filter(({ revision }) => (revision === 0) === draft).length,
      0,
    )
  return [...groups]
    .map(([name, of]) => ({ name, registered: of.length, drafts: count(of, true), pushed: count(of, false) }))
    .sort((one, other) => other.registered - one.registered || other.pushed - one.pushed)
}

/** States of the entries of an area's units, wherever they lie now. */
export const UNIT_COLUMNS: readonly State[] = placed(({ figures }) => figures.unit)
export interface UnitRow {
  readonly name: string
  readonly figures: Readonly<Record<State, number>>
  readonly sum: number
}

/**
 * Sums an area's entries by district or parent body.
 * The most first.
 */
export function byUnits(items: readonly UnitFigures[], track: string, by: "area" | "parent_body"): UnitRow[] {
  const groups = new Map<string, number[]>()
  for (const item of items)
    for (const [id, states] of Object.entries(item.tracks)) {
      if (track && id !== track) continue
      const sums = groups.get(item[by]) ?? UNIT_COLUMNS.map(() => 0)
      groups.set(
        item[by],
        sums.map((sum, index) => sum + (states[UNIT_COLUMNS[index] ?? ""] ?? 0)),
      )
    }
  return [...groups]
    .map(([name, sums]) => {
      const figures = Object.fromEntries(
        UNIT_COLUMNS.map((column, index) => [column, sums[index] ?? 0]),
      ) as UnitRow["figures"]
      return { name, figures, sum: sums.reduce((all, one) => all + one, 0) }
    })
    .filter(({ sum }) => sum > 0)
    .sort((one, other) => other.sum - one.sum)
}
