import { expect, test } from "vitest"
import type { CallHead } from "@/api"
import { beside, callForCopy } from "./sameAuthority"

const call = (id: string, stage: string, more: Partial<CallHead> = {}): CallHead => ({
  id,
  names: {},
  authority: { id: "shandong", names: {}, icp: null },
  languages: ["zh"],
  stage,
  hidden: false,
  ...more,
})
const old = call("2021", "over")
const now = call("2022", "filing")
const hidden = call("2023", "filing", { hidden: true })
const other = call("prize", "filing", { authority: { id: "library", names: {}, icp: null } })

test("two calls of one authority lead to each other, hidden ones and those of others do not", () => {
  const all = [now, hidden, other, old]
  expect([beside(all, old), beside(all, now), beside(all, other)]).toEqual([[now], [old], []])
})

test("a copy goes into the call that is open, today's where both are, and its own where none is", () => {
  expect(callForCopy([now, other, old], old)).toBe(now)
  expect(callForCopy([now, old], now)).toBe(now)
  expect(callForCopy([hidden, other, old], old)).toBe(old)
})
