import { expect, test } from "vitest"
import type { Objection, OwnObjection } from "@/api/objections"
import { grouped } from "./code"
import { clockOf, linesOf, mayRule, tabOf, waitsForOrganiser } from "./standing"

const NOW = Date.parse("2021-12-01T00:00:00Z")
const LATER = "2021-12-06T15:59:59Z"
const EARLIER = "2021-11-30T15:59:59Z"
const answer = { text: "已核实", by: "370900", at: EARLIER }
const filed = { state: "filed", desk: "370900", answer: null, answer_by: null, rule_by: null } as unknown as Objection
const taken: Objection = { ...filed, state: "taken", answer_by: LATER, rule_by: "2021-12-20T15:59:59Z" }

test("each state stands under one tab", () => {
  expect((["filed", "taken", "upheld", "dismissed", "refused"] as const).map(tabOf)).toEqual([
    "filed",
    "taken",
    "ruled",
    "ruled",
    "refused",
  ])
})

test("it is ruled on once it is answered, or the answer is overdue", () => {
  expect([taken, { ...taken, answer }, { ...taken, answer_by: EARLIER }].map((one) => mayRule(one, NOW))).toEqual([
    false,
    true,
    true,
  ])
  expect(mayRule({ ...filed, answer }, NOW)).toBe(false)
})

test("the clock runs to the answer, then to the ruling, and stops with it", () => {
  expect(clockOf(filed)).toBeNull()
  expect(clockOf(taken)?.what).toBe("answerBy")
  expect(clockOf({ ...taken, answer })?.what).toBe("ruleBy")
  expect(clockOf({ ...taken, answer, state: "upheld" })).toBeNull()
})

test("it waits for the organiser until it is taken, to be answered by it, ruled on and confirmed", () => {
  const proposal = { own: true, consequence: "none", reason: "", at: EARLIER, digest: "d" } as const
  const waits = (one: Objection): boolean => waitsForOrganiser(one, "organiser", NOW)
  expect(waits(filed)).toBe(true)
  expect(waits(taken)).toBe(false)
  expect(waits({ ...taken, desk: "organiser" })).toBe(true)
  expect(waits({ ...taken, answer })).toBe(true)
  expect(waits({ ...taken, answer, proposal })).toBe(false)
  expect(waits({ ...taken, answer, proposal: { ...proposal, own: false } })).toBe(true)
  expect(waits({ ...taken, answer, state: "dismissed" })).toBe(false)
})

const own = {
  state: "filed",
  filed_at: "2021-11-25T01:00:00Z",
  taken_at: null,
  refused_at: null,
  rule_by: null,
  refusal: null,
  note: "",
  ruling: null,
} as unknown as OwnObjection
const said = (more: Partial<OwnObjection>): string[] =>
  linesOf({ ...own, ...more }, "Asia/Shanghai").map(({ what, why }) => [what, why].filter(Boolean).join(" | "))

test("whoever objected reads what has happened, newest first, and what comes next", () => {
  expect(said({})).toEqual(["等主办单位决定是否受理", "已提交"])
  const since = { state: "taken", taken_at: EARLIER, rule_by: LATER } as const
  expect(said(since)).toEqual(["正在核实，2021 年 12 月 6 日 23:59 前裁定", "已受理", "已提交"])
  const ruling = { consequence: "exclude", reason: "数据不实", at: LATER } as const
  expect(said({ ...since, state: "upheld", ruling })).toEqual(["异议成立，取消入选资格 | 数据不实", "已受理", "已提交"])
  expect(said({ state: "refused", refused_at: EARLIER, refusal: "merit", note: "评分由专家作出" })).toEqual([
    "不予受理 | 只是不同意专家的评分 · 评分由专家作出",
    "已提交",
  ])
})

test("a code is read in groups of four", () => {
  expect(grouped("abcdefgh234567abcdefgh23")).toBe("abcd efgh 2345 67ab cdef gh23")
})
