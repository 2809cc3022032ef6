import { mount } from "@vue/test-utils"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { defineComponent, h } from "vue"
import { followWhile } from "./follow"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test("it looks again while something is under way, and no more once that or the page has ended", () => {
  let isUnderWay = true
  const look = vi.fn()
  const page = mount(
    defineComponent(() => {
      followWhile(() => isUnderWay, look)
      return () => h("p")
    }),
  )
  vi.advanceTimersByTime(4100)
  expect(look).toHaveBeenCalledTimes(2)
  isUnderWay = false
  vi.advanceTimersByTime(4100)
  expect(look).toHaveBeenCalledTimes(2)
  isUnderWay = true
  page.unmount()
  vi.advanceTimersByTime(4100)
  expect(look).toHaveBeenCalledTimes(2)
})
