import { expect, test } from "vitest"
import { isPassed, missing, typedVotes } from "./counts"

test("two thirds of seven are five, and of nine six, to the exact vote", () => {
  expect([4, 5].map((agree) => isPassed(String(agree), "7", "2/3"))).toEqual([false, true])
  expect([5, 6].map((agree) => isPassed(String(agree), "9", "2/3"))).toEqual([false, true])
})

test("an entry lacks a count until all three are numbers", () => {
  expect(missing(typedVotes(undefined))).toBe(true)
  expect(missing({ agree: "5", against: "x", abstained: "0" })).toBe(true)
  expect(missing(typedVotes({ agree: 5, against: 2, abstained: 0 }))).toBe(false)
})
