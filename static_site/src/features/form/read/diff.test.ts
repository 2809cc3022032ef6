import { expect, test } from "vitest"
import type { Change } from "@/api"
import type { Form } from "../rules"
import { differing, edited } from "./diff"

const form = {
  sections: [{ id: "s", title: {}, fields: ["a", "b", "c", "d"].map((id) => ({ id, type: "text", label: {} })) }],
} as unknown as Form
const change = (field: string): Change => ({ field, pointer: `/${field}`, old: "1", new: "2", asked: null }) as Change

test("tells what was asked and changed, changed unasked, and asked in vain, in the order of the page", () => {
  const found = differing(form, [change("c"), change("a")], { a: "unit, please", b: "source, please" })
  expect(found.changed.map(({ field, asked }) => [field.id, asked])).toEqual([
    ["a", "unit, please"],
    ["c", null],
  ])
  expect(found.untouched.map(({ field }) => field.id)).toEqual(["b"])
  expect(found.asked).toBe(2)
})

test("of a long text only the part that changed is marked, with a little around it", () => {
  const old = "项目覆盖全区十二个街道，服务群众三十万人次，节省财政资金三百三十万元，群众满意度明显提升。"
  const found = edited(old, old.replace("三百三十", "三百三十点八"))
  expect(found).toEqual({
    start: "…三十万人次，节省财政资金三百三十",
    before: "",
    after: "点八",
    end: "万元，群众满意度明显提升。",
  })
})

test("a text of which hardly anything stays is shown whole", () => {
  expect(edited("330 万元", "330.8 万元")).toBe(null)
  expect(edited("甲", "")).toBe(null)
})
