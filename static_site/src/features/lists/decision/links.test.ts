import { expect, test } from "vitest"
import type { Linked } from "@/api"
import type { Field, Form } from "@/features/form/rules"
import { hintOf, lacking } from "./links"

const link = (id: string, more: Partial<Field> = {}): Field => ({
  id,
  type: "link",
  label: { zh: "主责的典型应用场景" },
  min: 1,
  max: 5,
  ...more,
})
const form = (...fields: Field[]): Form => ({
  call: "c",
  version: 1,
  track: "unit",
  names: {},
  name_field: "name",
  total_size: 0,
  checks: [],
  sections: [{ id: "all", title: {}, fields }],
})
const head = (id: string, state: Linked["state"], recommended: boolean | null): Linked => ({
  id,
  track: "scenario",
  name: `场景${id}`,
  state,
  filing_no: null,
  recommended,
})

test("one recommended scenario is enough where one is asked for, two where two are", () => {
  const some = [head("a", "pushed", true), head("b", "declined", false)]
  expect(lacking(form(link("scenarios")), { scenarios: ["a", "b"] }, some)).toEqual([])
  expect(
    lacking(form(link("scenarios", { min: 2 })), { scenarios: ["a", "b"] }, some).map(({ open }) =>
      open.map(({ id }) => id),
    ),
  ).toEqual([["b"]])
})

test("an entry that names none, or in a question that is not asked, has nothing to be warned of", () => {
  expect(lacking(form(link("scenarios")), {}, [])).toEqual([])
  const hidden = link("scenarios", { when: { field: "basis", is: "scenario" } })
  expect(
    lacking(form({ id: "basis", type: "text", label: {} }, hidden), { basis: "x", scenarios: ["a"] }, [
      head("a", "pushed", false),
    ]),
  ).toEqual([])
})

test("the hint counts, names what is not recommended, and says where the reader cannot see", () => {
  const rests = lacking(form(link("scenarios")), { scenarios: ["a", "b"] }, [
    head("a", "declined", false),
    head("b", "pushed", null),
  ])
  expect(hintOf(rests)).toBe(
    "主责的典型应用场景：关联 2 条，已推荐 0 条。场景a（不予推荐）、场景b（在其他单位，是否推荐此处看不到）",
  )
})

test("what its owner has not confirmed has no name in the hint", () => {
  const strange: Linked = { ...head("b", null, null), name: null }
  expect(hintOf(lacking(form(link("scenarios")), { scenarios: ["b"] }, [strange]))).toBe(
    "主责的典型应用场景：关联 1 条，已推荐 0 条。其他账户申报的一项（未经对方确认，不显示）（在其他单位，是否推荐此处看不到）",
  )
})
