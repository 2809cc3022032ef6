import { expect, test } from "vitest"
import { asksOf, waiting, type Content } from "./asks"
import type { Field, Form, FormFile } from "./rules"

const field = (id: string, type: Field["type"]): Field => ({ id, type, label: { zh: id }, required: true }) as Field
const form = {
  checks: [],
  sections: [
    { id: "one", title: {}, fields: [field("name", "text"), field("intro", "long")] },
    { id: "two", title: {}, fields: [field("proof", "attachments")] },
  ],
} as unknown as Form
const file = (id: string): FormFile => ({ id, field: "proof", name: id, content: "" }) as FormFile
const pushed: Content = { answers: { name: "供热", intro: "甲" }, files: [file("a")] }
const asks = { proof: "换一份", intro: "写明年度" }
const open = (now: Content, shown: (field: string) => boolean = () => true) =>
  waiting(asksOf(form, asks, pushed, now, shown))

test("what was asked stands in the order of the page, each in its section", () => {
  expect(
    asksOf(form, asks, pushed, pushed, () => true).map(({ field, section, text }) => [field.id, section, text]),
  ).toEqual([
    ["intro", "one", "写明年度"],
    ["proof", "two", "换一份"],
  ])
})

test("it waits until its field was changed, whatever else is", () => {
  expect(open(pushed)).toEqual({ total: 2, sections: { one: 1, two: 1 } })
  expect(open({ ...pushed, answers: { name: "供电", intro: "甲 " } }).total).toBe(2)
  expect(open({ ...pushed, answers: { name: "供热", intro: "乙" } })).toEqual({ total: 1, sections: { two: 1 } })
})

test("another file is a change", () => {
  expect(open({ ...pushed, files: [file("b")] })).toEqual({ total: 1, sections: { one: 1 } })
})

test("what is put back as it was waits again", () => {
  expect(open({ answers: { ...pushed.answers }, files: [file("a")] }).total).toBe(2)
})

test("nothing is asked of a field that is hidden now", () => {
  expect(open(pushed, (id) => id !== "intro").sections).toEqual({ two: 1 })
})
