import { expect, test } from "vitest"
import type { HistoryEvent } from "@/api"
import { askedBack } from "./askBack"

const event = (n: number, step: string, reason: string): HistoryEvent => ({
  n,
  step,
  at: `2021-11-0${n}T00:00:00Z`,
  actor: {},
  facts: {},
  texts: { reason },
  after_reset: false,
  hash: "",
})
const EVENTS = [
  event(1, "ask_back", "写错了"),
  event(2, "return", "应申请退回"),
  event(3, "ask_back", "附件传错"),
  event(4, "take_back", ""),
]

test("the request that stands is the last one, with its time and reason", () => {
  expect(askedBack({ asked_back_at: "2021-11-03T00:00:00Z" }, EVENTS)).toEqual({
    at: "2021-11-03T00:00:00Z",
    reason: "附件传错",
  })
})

test("nothing is asked once it was given back", () => {
  expect(askedBack({ asked_back_at: null }, EVENTS)).toBeNull()
})
