import { describe, expect, test } from "vitest"
import type { ExpertTally, Tally } from "@/api/scores"
import { speak } from "@/i18n"
import { byField, histogramOf, sentenceOf, strictnessOf } from "./strictness"

const number = (value: number) => ({ exact: "", text: value.toFixed(4) })

function expert(
  label: string,
  above: number | null,
  leniency: number | null = null,
  subject = "数字政府",
): ExpertTally {
  return {
    label,
    subject,
    sheets: 60,
    mean: number(80),
    low: number(60),
    high: number(90),
    above: above === null ? null : number(above),
    leniency: leniency === null ? null : number(leniency),
  }
}

const tally = (...experts: ExpertTally[]) => ({ experts }) as Tally

describe("strictness", () => {
  test("is said as a sentence, and that it was put right where it was", () => {
    speak("zh")
    const [one, other] = strictnessOf(tally(expert("E017", -4, -3.6), expert("E113", 4.4, 4.1)))
    expect([one, other].map((known) => known && sentenceOf(known))).toEqual([
      "第 113 号专家比同看这些申报的其他专家平均高 4.1 分，已扣减",
      "第 17 号专家比同看这些申报的其他专家平均低 3.6 分，已补回",
    ])
  })

  test("is only compared where nothing was put right", () => {
    speak("zh")
    const [one] = strictnessOf(tally(expert("E017", -3.6)))
    expect(one && sentenceOf(one)).toBe("第 17 号专家比同看这些申报的其他专家平均低 3.6 分")
    expect(strictnessOf(tally(expert("E017", null)))).toEqual([])
  })

  test("is counted by bands of two points without gaps", () => {
    const all = strictnessOf(tally(expert("E001", -3), expert("E002", -0.5), expert("E003", 0), expert("E004", 5)))
    expect(histogramOf(all)).toEqual([
      { from: -4, count: 1 },
      { from: -2, count: 1 },
      { from: 0, count: 1 },
      { from: 2, count: 0 },
      { from: 4, count: 1 },
    ])
    expect(histogramOf([])).toEqual([])
  })

  test("is shown by field with the range of marks", () => {
    const all = strictnessOf(tally(expert("E001", -3), expert("E002", 1), expert("E003", 2, null, "数字社会")))
    expect(byField(all)).toEqual([
      { field: "数字社会", experts: 1, above: 2, range: 30 },
      { field: "数字政府", experts: 2, above: -1, range: 30 },
    ])
  })
})
