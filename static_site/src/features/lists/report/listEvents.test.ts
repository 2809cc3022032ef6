import { expect, test } from "vitest"
import type { HistoryEvent } from "@/api"
import { linesOf, namedIn } from "./listEvents"

const event = (step: string, facts: HistoryEvent["facts"], texts: HistoryEvent["texts"] = {}): HistoryEvent => ({
  n: 1,
  step,
  at: "2021-11-08T08:20:00Z",
  actor: {},
  facts,
  texts,
  after_reset: false,
  hash: "",
})
const name = (id: string): string => ({ a: "智慧供热", b: "医保监管", c: "客流疏导" })[id] ?? id
const RECOMMENDED = event("recommend", { submission: "c.scenario.b", rank: 2 })
const REORDERED = event("reorder", { before: ["a", "b", "c"], after: ["c", "a", "b"] })

test("a step on an entry says which it was", () => {
  expect(linesOf(RECOMMENDED, name)).toEqual(["医保监管"])
})

test("a new order says what moved, and nothing of what only made room", () => {
  expect(linesOf(REORDERED, name)).toEqual(["客流疏导：第 3 位 → 第 1 位"])
})

test("a report says its number, how many it holds and its code", () => {
  expect(linesOf(event("report", { n: 2, code: "5E71A09C3D", order: ["a", "b"], to: "370900" }), name)).toEqual([
    "第 2 次上报，2 条，版本码 5E71A-09C3D",
  ])
})

test("a reopening has no lines of its own", () => {
  expect(linesOf(event("reopen", {}), name)).toEqual([])
})

test("a scan says of which report it is, what it is called and whether it takes the place of another", () => {
  const facts = { n: 2, sha256: "9f86d081" }
  expect(linesOf(event("attach_scan", facts, { file: "盖章.pdf" }), name)).toEqual([
    "第 2 次上报的汇总表：盖章.pdf",
    "SHA-256 9f86d081",
  ])
  expect(linesOf(event("attach_scan", { ...facts, replaces: "60303ae2" }), name)).toEqual([
    "第 2 次上报的汇总表：（文件名已删除），替换原扫描件",
    "SHA-256 9f86d081",
  ])
})

test("entries are named once, however often they come", () => {
  expect(namedIn([RECOMMENDED, REORDERED])).toEqual(["b", "a", "c"])
})
