import { expect, test } from "vitest"
import { moved, quarters, weeks } from "./calendar"

test.each([
  ["2021-03-31", 1, "day", "2021-04-01"],
  ["2021-01-01", -1, "day", "2020-12-31"],
  ["2021-01-31", 1, "month", "2021-02-28"],
  ["2020-02-29", 1, "year", "2021-02-28"],
  ["2021-03-03", -1, "week", "2021-02-24"],
  ["2021-01", -1, "month", "2020-12"],
  ["2021-12", 1, "year", "2022-12"],
] as const)("%s moved by %i %s is %s", (from, by, span, to) => expect(moved(from, by, span)).toBe(to))

test("a month begins on its weekday, Monday first", () => {
  expect(weeks("2020-11-05")[0]).toEqual([null, null, null, null, null, null, "2020-11-01"])
})

test("a year has its months three to a line", () => {
  expect(quarters("2021-10")[3]).toEqual(["2021-10", "2021-11", "2021-12"])
})
