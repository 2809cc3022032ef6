import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { effectScope, ref, shallowRef, type EffectScope } from "vue"
import type { Load } from "@/ui/load"
import { followUnderWay } from "./underWay"

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

/** A load of how many steps are left; each fetch finds one less. */
function steps(left: number): Load<number> & { asked: () => number } {
  const value = shallowRef<number | null>(left)
  let asked = 0
  const reload = (): Promise<void> => {
    asked += 1
    value.value = (value.value ?? 0) - 1
    return Promise.resolve()
  }
  return { value, problem: ref(null), loading: ref(false), reload, asked: () => asked }
}

test("what is under way is fetched again until it has ended, and then no more", () => {
  const load = steps(2)
  scope.run(() => followUnderWay(load, (left) => left > 0))
  vi.advanceTimersByTime(60_000)
  expect([load.value.value, load.asked()]).toEqual([0, 2])
})

test("nothing is fetched where nothing is under way, nor once the page is left", () => {
  const load = steps(9)
  scope.run(() => followUnderWay(load, () => false))
  vi.advanceTimersByTime(60_000)
  expect(load.asked()).toBe(0)
  scope.run(() => followUnderWay(load, () => true))
  scope.stop()
  vi.advanceTimersByTime(60_000)
  expect(load.asked()).toBe(0)
})
