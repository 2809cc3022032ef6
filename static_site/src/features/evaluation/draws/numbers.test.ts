import { expect, test } from "vitest"
import { numbersIn } from "./numbers"

test("numbers are read however they are set apart", () => {
  expect(numbersIn("4 0 7")).toEqual([4, 0, 7])
  expect(numbersIn(" 02，08、11;15\n21-27 ３０ ")).toEqual([2, 8, 11, 15, 21, 27, 30])
  expect(numbersIn("")).toEqual([])
})
