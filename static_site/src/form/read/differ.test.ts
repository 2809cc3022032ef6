import { expect, test } from "vitest"
import type { Change } from "@/api"
import type { Form } from "../rules"
import { differing } from "./differ"

const form = {
  sections: [{ id: "s", title: {}, fields: ["a", "b", "c", "d"].map((id) => ({ id, type: "text", label: {} })) }],
} as unknown as Form
const change = (field: string): Change => ({ field, pointer: `/${field}`, old: "1", new: "2", asked: null }) as Change

test("tells what was asked and changed, changed unasked, and asked in vain, in the order of the page", () => {
  const found = differing(form, [change("c"), change("a")], { a: "unit, please", b: "source, please" })
  expect(found.changed.map(({ field, asked }) => [field.id, asked])).toEqual([["a", "unit, please"], ["c", null]])
  expect(found.untouched.map(({ field }) => field.id)).toEqual(["b"])
  expect(found.asked).toBe(2)
})
