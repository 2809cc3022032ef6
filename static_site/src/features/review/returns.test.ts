import { expect, test } from "vitest"
import type { HistoryEvent } from "@/api"
import { sentBack } from "./returns"

const event = (step: string, at: string, reason: string): HistoryEvent => ({
  n: 1,
  step,
  at,
  actor: { name: "泰安市王科长" },
  facts: { desk: "370900" },
  texts: reason ? { reason } : {},
  after_reset: false,
  hash: "",
})
const FIRST = event("send_back", "2021-11-02T00:00:00Z", "请核实数据")
const AGAIN = event("send_back", "2021-11-05T00:00:00Z", "请补盖章")
const RETURNED = event("return", "2021-11-03T00:00:00Z", "附件不全")

test("what was sent back says by whom, when and why, the last time", () => {
  expect(sentBack({ sent_back_at: AGAIN.at }, [FIRST, RETURNED, AGAIN])).toEqual({
    at: AGAIN.at,
    desk: "370900",
    by: "泰安市王科长",
    reason: "请补盖章",
  })
})

test("what went up again since is not sent back any more", () => {
  expect(sentBack({ sent_back_at: null }, [FIRST])).toBeNull()
})

test("words that were erased are empty", () => {
  expect(sentBack({ sent_back_at: FIRST.at }, [event("send_back", FIRST.at, "")])?.reason).toBe("")
})
