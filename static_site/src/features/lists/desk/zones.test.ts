import { expect, test } from "vitest"
import { momentOf, typedAt } from "./zones"

test("a time of day is the call's, not the reader's", () => {
  expect(momentOf({ date: "2021-11-12", time: "18:00" }, "Asia/Shanghai")).toBe("2021-11-12T10:00:00Z")
  expect(typedAt("2021-11-12T16:30:00Z", "Asia/Shanghai")).toEqual({ date: "2021-11-13", time: "00:30" })
})

test("where clocks change, both sides of the change are met", () => {
  expect(momentOf({ date: "2021-10-31", time: "00:30" }, "Europe/Berlin")).toBe("2021-10-30T22:30:00Z")
  expect(momentOf({ date: "2021-10-31", time: "12:00" }, "Europe/Berlin")).toBe("2021-10-31T11:00:00Z")
})

test("what is read is what was typed", () => {
  const typed = { date: "2026-03-29", time: "09:05" }
  expect(typedAt(momentOf(typed, "America/New_York"), "America/New_York")).toEqual(typed)
})

test("full-width figures and a short hour are understood", () => {
  expect(momentOf({ date: "２０２１-11-12", time: "9:00" }, "Asia/Shanghai")).toBe("2021-11-12T01:00:00Z")
})

test("a day or an hour that does not exist is none", () => {
  const wrong = [
    ["2021-02-30", "18:00"],
    ["2021-11-12", "25:00"],
    ["2021/11/12", "18:00"],
    ["2021-11-12", ""],
    ["", "18:00"],
  ]
  expect(wrong.map(([date = "", time = ""]) => momentOf({ date, time }, "Asia/Shanghai"))).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
})

test("no moment is typed as nothing", () => {
  expect(typedAt(null, "Asia/Shanghai")).toEqual({ date: "", time: "" })
})
