/** Which rows of the order a page shows, and what it says between them. */
import type { Selection, SelectionRow } from "@/api/scores"

export type Which = "near" | "all" | "exceptions" | "flagged" | "unlinked"

interface Gap {
  from: number
  to: number
}
export type Shown = { row: SelectionRow; gap?: undefined } | { gap: Gap; row?: undefined }

const FIRST = 3
const AROUND = 3

/** The places that are near the line: the first, those where it may lie, its own, and every exception. */
function isNear({ rules, line, rows }: Selection, row: SelectionRow): boolean {
  const { place, exception, flagged } = row
  const [low, high] = [rules.places - rules.about, rules.places + rules.about]
  const at = (n: number) => Math.abs(place - n) < AROUND
  const inside = place >= low && place <= high
  const isEdge = place <= FIRST || place === rows.length || [line, low, high].some(at)
  return isEdge || !!exception || (inside && flagged)
}

const picks: Record<Which, (selection: Selection, row: SelectionRow) => boolean> = {
  near: isNear,
  all: () => true,
  exceptions: (_, row) => !!row.exception,
  flagged: (_, row) => row.flagged,
  unlinked: (_, row) => row.not_linked,
}

/**
 * The rows that are shown.
 * What is left out of the whole order between two is a gap.
 */
export function shownOf(selection: Selection, which: Which, words: string, open: ReadonlySet<number>): Shown[] {
  const sought = words.trim().toLowerCase()
  const fits = (row: SelectionRow) => `${row.name} ${row.unit_name}`.toLowerCase().includes(sought)
  if (sought || which !== "near")
    return selection.rows
      .filter((row) => fits(row) && picks[which === "near" ? "all" : which](selection, row))
      .map((row) => ({ row }))
  const shown: Shown[] = []
  let gap: Gap | null = null
  const gaps = new Map<number, SelectionRow[]>()
  for (const row of selection.rows) {
    if (isNear(selection, row)) {
      gap = null
      shown.push({ row })
    } else if (gap) {
      gap.to = row.place
      gaps.get(gap.from)?.push(row)
    } else {
      gap = { from: row.place, to: row.place }
      gaps.set(gap.from, [row])
      shown.push({ gap })
    }
  }
  return shown.flatMap((one) => {
    const rows = one.gap ? (gaps.get(one.gap.from) ?? []) : []
    return one.gap && (open.has(one.gap.from) || rows.length === 1) ? rows.map((row) => ({ row })) : [one]
  })
}
