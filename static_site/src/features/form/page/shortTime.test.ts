import { afterEach, expect, test, vi } from "vitest"
import { recent } from "./shortTime"

afterEach(() => void vi.useRealTimers())

test("what is of today is told by the clock alone, what is older with its day", () => {
  vi.useFakeTimers({ now: new Date("2021-11-09T00:10:00Z") })
  expect(recent("2021-11-08T16:05:00Z", "Asia/Shanghai")).toBe("00:05")
  expect(recent("2021-11-08T15:55:00Z", "Asia/Shanghai")).toBe("11 月 8 日 23:55")
})
