/** A sheet's rules: the same answers as `domain/evaluation/marking`. */
import { describe, expect, test } from "vitest"
import type { Criterion, Scale } from "@/api/reading"
import {
  asksComment,
  bandOf,
  bandsOf,
  decimal,
  flat,
  isHalf,
  isOnScale,
  lacking,
  sent,
  totalOf,
  typed,
  units,
  wholes,
  withHalf,
} from "./sheet"

const SCALE: Scale = { min: "0", max: "10", step: "0.5" }
const FIVE: Scale = { min: "1", max: "5", step: "1" }
const criterion = (id: string, weight: number, more: Partial<Criterion> = {}): Criterion => ({
  id,
  weight,
  names: {},
  anchors: [],
  when: "never",
  mark: "",
  ...more,
})
const CRITERIA = [
  criterion("effect", 60, { when: "below", mark: "5" }),
  criterion("spread", 40),
  criterion("prepared", 0),
]

describe("marks", () => {
  test.each(["0", "10", "7.5", "0.5"])("%s is on the scale", (mark) => expect(isOnScale(mark, SCALE)).toBe(true))
  test.each(["10.5", "7.25", "", "x", "-1", "1/2", "7."])("%s is not", (mark) =>
    expect(isOnScale(mark, SCALE)).toBe(false),
  )
  test("a scale that begins at one has no half and no nought", () => {
    expect(isOnScale("0", FIVE)).toBe(false)
    expect(isOnScale("1.5", FIVE)).toBe(false)
    expect(wholes(FIVE)).toEqual(["1", "2", "3", "4", "5"])
  })
  test("whole points are buttons unless they are too many", () => {
    expect(wholes(SCALE)).toHaveLength(11)
    expect(wholes({ min: "0", max: "100", step: "1" })).toEqual([])
    expect(wholes({ min: "0", max: "1", step: "0.25" })).toEqual([])
  })
  test("half a point is added and taken, not beyond the end", () => {
    expect(withHalf("7", true, SCALE)).toBe("7.5")
    expect(withHalf("7.5", false, SCALE)).toBe("7")
    expect(withHalf("10", true, SCALE)).toBe("10")
    expect([isHalf("7.5"), isHalf("7")]).toEqual([true, false])
  })
  test("decimals go there and back", () =>
    expect(["0", "10", "7.5", "0.25"].map((one) => decimal(units(one)))).toEqual(["0", "10", "7.5", "0.25"]))
})

describe("typing", () => {
  const press = (keys: string): (string | null)[] => {
    let text = ""
    return [...keys].map((key) => {
      const next = typed(text, key, SCALE)
      text = next.text
      return next.mark
    })
  }
  test("7 . 5 is seven and a half", () => expect(press("7.5")).toEqual(["7", "7", "7.5"]))
  test("1 0 is ten", () => expect(press("10")).toEqual(["1", "10"]))
  test("8 9 is nine: a mark that cannot go on begins anew", () => expect(press("89")).toEqual(["8", "9"]))
  test("a point alone is nothing", () => expect(press(".5")).toEqual([null, "5"]))
})

describe("a sheet", () => {
  const sheet = flat({ marks: { effect: "8.5", spread: "7", prepared: "10" } })
  test("sums up by weight, out of a hundred", () => {
    expect(totalOf(sheet, CRITERIA, SCALE)).toBe("79")
    expect(totalOf({ "mark:effect": "7.5" }, CRITERIA, SCALE)).toBe("45")
    expect(totalOf({ "mark:spread": "0.5", "mark:effect": "x" }, CRITERIA, SCALE)).toBe("2")
    expect(totalOf({ "mark:a": "3" }, [criterion("a", 100)], { min: "0", max: "7", step: "1" })).toBe("42.86")
  })
  test("names what is missing in order", () => {
    expect(lacking(sheet, CRITERIA, SCALE)).toEqual([])
    expect(lacking({ "mark:effect": "4.5", "mark:spread": "99" }, CRITERIA, SCALE)).toEqual([
      { id: "effect", what: "reason" },
      { id: "spread", what: "off" },
      { id: "prepared", what: "mark" },
    ])
  })
  test("asks for a comment as the criterion says", () => {
    const above = criterion("a", 1, { when: "above", mark: "9" })
    expect([asksComment(CRITERIA[0] as Criterion, "5"), asksComment(CRITERIA[0] as Criterion, "4.5")]).toEqual([
      false,
      true,
    ])
    expect([asksComment(above, "9"), asksComment(above, "9.5"), asksComment(above, "")]).toEqual([false, true, false])
    expect(asksComment(criterion("a", 1, { when: "always" }), "")).toBe(true)
  })
  test("goes to the server and back", () => {
    const whole = { marks: { effect: "8" }, comments: { effect: "好" }, comment: "总", for_applicant: "" }
    expect(sent(flat(whole), CRITERIA, SCALE)).toEqual(whole)
    expect(sent({ "mark:effect": "8.3" }, CRITERIA, SCALE).marks).toEqual({})
  })
  test("a mark lies in the band of its anchor", () => {
    const bands = bandsOf(
      criterion("a", 1, {
        anchors: [
          { at: "5", words: {} },
          { at: "8", words: {} },
          { at: "0", words: {} },
        ],
      }),
      SCALE,
    )
    expect(bands.map(({ at, to }) => [at, to])).toEqual([
      ["8", "10"],
      ["5", "7.5"],
      ["0", "4.5"],
    ])
    expect([bandOf(bands, "8"), bandOf(bands, "7.5"), bandOf(bands, "0"), bandOf(bands, "")]).toEqual([0, 1, 2, -1])
  })
})
