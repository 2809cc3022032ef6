import { expect, test } from "vitest"
import { gapAt, landing } from "./drag"
import { difference, inserted, movedBetween, rebased, sameOrder, typedRank } from "./moves"

const letters = (text: string): string[] => [...text]

test("an entry moves up, down and no further than the ends", () => {
  expect(inserted(letters("abcd"), "c", 0).join("")).toBe("cabd")
  expect(inserted(letters("abcd"), "a", 2).join("")).toBe("bcad")
  expect(inserted(letters("abcd"), "a", 99).join("")).toBe("bcda")
  expect(inserted(letters("abcd"), "d", -1).join("")).toBe("dabc")
})

test("what was not in the order is put into it", () => {
  expect(inserted(letters("ab"), "x", 1).join("")).toBe("axb")
})

test("only what was moved counts as moved, not what made way", () => {
  expect([...movedBetween(letters("abcdef"), letters("fabcde"))]).toEqual(["f"])
  expect([...movedBetween(letters("abcdef"), letters("bcdefa"))]).toEqual(["a"])
  expect(movedBetween(letters("abc"), letters("abc")).size).toBe(0)
})

test("a move there and back is no move", () => {
  const there = inserted(letters("abcd"), "a", 3)
  expect(sameOrder(inserted(there, "a", 0), letters("abcd"))).toBe(true)
})

test("a swap counts as one move", () => {
  expect(movedBetween(letters("abcd"), letters("acbd")).size).toBe(1)
})

test("a difference names who came, who went and who moved", () => {
  expect(difference(letters("abcd"), letters("dabx"))).toEqual({ added: ["x"], removed: ["c"], moved: ["d"] })
})

test("my moves are put on what a colleague saved, which keeps the rest", () => {
  const [base, mine] = [letters("abcde"), letters("eabcd")]
  expect(rebased(base, mine, letters("abxcde")).join("")).toBe("eabxcd")
  expect(rebased(base, mine, letters("bacde")).join("")).toBe("ebacd")
})

test("my moves of what is no longer listed are dropped", () => {
  expect(rebased(letters("abcd"), letters("dabc"), letters("abc")).join("")).toBe("abc")
})

test("without moves of my own theirs stands", () => {
  expect(rebased(letters("abc"), letters("abc"), letters("cba")).join("")).toBe("cba")
})

test("a typed rank is a whole number within the list", () => {
  expect([typedRank(" 3 ", 5), typedRank("３", 5), typedRank("5", 5)]).toEqual([3, 3, 5])
  expect([typedRank("0", 5), typedRank("6", 5), typedRank("1.5", 5), typedRank("", 5), typedRank("一", 5)]).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
})

test("a row dropped below its own place ends one higher than the gap", () => {
  expect([landing(1, 4), landing(4, 1), landing(2, 2), landing(2, 3)]).toEqual([3, 1, 2, 2])
})

test("the gap lies after every row whose middle is above the pointer", () => {
  expect([gapAt([10, 30, 50], 5), gapAt([10, 30, 50], 31), gapAt([10, 30, 50], 99)]).toEqual([0, 2, 3])
})
