import { describe, expect, test } from "vitest"
import type { Selection, SelectionRow } from "@/api/scores"
import { shownOf } from "./rows"

const row = (place: number, changes: Partial<SelectionRow> = {}) =>
  ({
    place,
    name: `作品${place}`,
    unit_name: "单位",
    flagged: false,
    exception: null,
    not_linked: false,
    ...changes,
  }) as SelectionRow

function selection(count: number, changes: Record<number, Partial<SelectionRow>> = {}): Selection {
  const rows = Array.from({ length: count }, (_, i) => row(i + 1, changes[i + 1]))
  return { rules: { places: 20, about: 5 }, line: 20, rows } as unknown as Selection
}

const brief = (shown: ReturnType<typeof shownOf>) =>
  shown.map(({ row: one, gap }) => (gap ? `${gap.from}–${gap.to}` : String(one?.place)))

describe("the order", () => {
  test("shows its head, where the line is and may lie, and its end", () => {
    expect(brief(shownOf(selection(40), "near", "", new Set()))).toEqual(
      ["1", "2", "3", "4–12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28–39", "40"], // prettier-ignore
    )
  })

  test("shows every exception at its own place, and no gap of one", () => {
    const reason = { put: "in", reason: "r", by: "", at: null } as const
    const shown = brief(shownOf(selection(40, { 38: { exception: reason } }), "near", "", new Set()))
    expect(shown.slice(-4)).toEqual(["28–37", "38", "39", "40"])
  })

  test("opens a gap where it is asked to", () => {
    expect(brief(shownOf(selection(12), "near", "", new Set())).slice(0, 5)).toEqual(["1", "2", "3", "4–11", "12"])
    expect(shownOf(selection(12), "near", "", new Set([4]))).toHaveLength(12)
  })

  test("finds by name in all of it", () => {
    expect(brief(shownOf(selection(40), "near", "作品33", new Set()))).toEqual(["33"])
    expect(brief(shownOf(selection(40, { 9: { flagged: true } }), "flagged", "", new Set()))).toEqual(["9"])
  })
})
