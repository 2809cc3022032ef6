import { afterEach, expect, test, vi } from "vitest"
import { bytes, clock, day, deadline, figure, isoDay, onOwnClock } from "./dates"
import { speak } from "./language"

const CLOSES = "2021-11-15T15:59:00Z"

afterEach(() => {
  speak("zh")
  vi.useRealTimers()
})
const inYear = (year: number): void => void vi.useFakeTimers({ now: new Date(`${year}-11-09T00:00:00Z`) })

test("a deadline is told in the call's zone", () => {
  inYear(2021)
  expect(deadline(CLOSES, "Asia/Shanghai").at).toBe("11 月 15 日 23:59（北京时间）")
})

test("a deadline is told in the reader's zone only where its clock shows another time", () => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const there = here === "Asia/Shanghai" ? "UTC" : "Asia/Shanghai"
  expect(deadline(CLOSES, here).yours).toBeNull()
  expect(deadline(CLOSES, there).yours).toContain(clock(CLOSES))
})

test("a time of the reader's own clock is said to be so where the call's shows another", () => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const there = here === "Asia/Shanghai" ? "UTC" : "Asia/Shanghai"
  expect(onOwnClock("16:05", CLOSES, here)).toBe("16:05")
  expect(onOwnClock("16:05", CLOSES, there)).toBe("16:05（你所在地区时间）")
})

test("the year is told when it is not this one", () => {
  inYear(2026)
  expect(day(CLOSES, "Asia/Shanghai")).toBe("2021 年 11 月 15 日")
  speak("en")
  expect(day(CLOSES, "Asia/Shanghai")).toBe("15 November 2021")
})

test("midnight belongs to the day it begins", () => {
  expect(clock("2021-11-14T16:00:00Z", "Asia/Shanghai")).toBe("00:00")
  expect(isoDay("2021-11-14T16:00:00Z", "Asia/Shanghai")).toBe("2021-11-15")
})

test("figures are grouped and keep their decimals", () => {
  expect([figure("128000"), figure("12.50"), figure("约12万")]).toEqual(["128,000", "12.5", "约12万"])
})

test("sizes are told in the unit that fits", () => {
  expect([bytes(900 * 1024), bytes(3.24 * 1024 * 1024)]).toEqual(["900 KB", "3.2 MB"])
})
