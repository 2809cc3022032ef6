import { expect, test } from "vitest"
import type { Answers, Form, Problem } from "../rules"
import { putBack, sayRefused } from "./late"

const refusal = (pointer: string, code = "too_long"): Problem => ({
  pointer,
  field: pointer.split("/")[1] ?? "",
  section: "all",
  code,
  params: {},
  level: "refuse",
})
const stored = { name: "旧名", gains: [{ _id: "a", what: "时间", much: "26" }] } as unknown as Answers
const form = {
  sections: [
    {
      fields: [
        { id: "name", label: { zh: "名称", en: "Name" } },
        { id: "gains", label: { zh: "成效" } },
      ],
    },
  ],
} as unknown as Form

test("what was refused is as it was stored, the rest as it was sent", () => {
  const sent = { name: "名".repeat(101), unit: "新单位" } as unknown as Answers
  expect(putBack(sent, stored, [refusal("/name")])).toEqual({ name: "旧名", unit: "新单位" })
  expect(putBack(sent, {}, [refusal("/name")])).toEqual({ unit: "新单位" })
})

test("of a table the cell alone goes back, by its row's id", () => {
  const sent = {
    gains: [
      { _id: "b", what: "长".repeat(41), much: "1" },
      { _id: "a", what: "长".repeat(41), much: "4" },
    ],
  } as unknown as Answers
  expect(putBack(sent, stored, [refusal("/gains/0/what"), refusal("/gains/1/what")])).toEqual({
    gains: [
      { _id: "b", much: "1" },
      { _id: "a", what: "时间", much: "4" },
    ],
  })
})

test("a table that is refused whole goes back whole", () => {
  const sent = { gains: [{ _id: "a", what: "长".repeat(41) }] } as unknown as Answers
  const refused = [refusal("/gains", "too_many"), refusal("/gains/0/what")]
  expect(putBack(sent, stored, refused)).toEqual({ gains: stored["gains"] })
})

test("the bar names the first field, and how many there are", () => {
  expect(sayRefused(form, [refusal("/name")])).toBe("“名称”没有存上，请改短；其余已保存")
  expect(sayRefused(form, [refusal("/name"), refusal("/name"), refusal("/gains/0/what")])).toBe(
    "“名称”等 2 项没有存上，请改短；其余已保存",
  )
})
