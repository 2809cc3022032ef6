import { expect, test } from "vitest"
import { differences, merged, sameAnswers } from "./merge"

test("tells who changed a field since both began", () => {
  const base = { a: "1", b: "1", c: "1", d: "1" }
  const mine = { a: "2", b: "1", c: "2", d: "1" }
  const theirs = { a: "1", b: "3", c: "3", d: "1" }
  expect(differences(base, mine, theirs).map(({ field, changedBy }) => [field, changedBy])).toEqual([
    ["a", "mine"],
    ["b", "theirs"],
    ["c", "both"],
  ])
})

test("an emptied answer and one never given are the same", () => {
  expect(sameAnswers({ a: "", rows: [] }, {})).toBe(true)
})

test("keeps mine only in the fields named", () => {
  expect(merged({ a: "theirs", b: "theirs" }, { a: "mine", b: "mine" }, new Set(["b"]))).toEqual({
    a: "theirs",
    b: "mine",
  })
})
