import { expect, test } from "vitest"
import type { Field, Form } from "@/features/form/rules"
import { deciding, discreet, figureOf, masked } from "./facts"

const field = (id: string, type: Field["type"], more: Partial<Field> = {}): Field => ({
  id,
  type,
  label: { zh: id },
  list: true,
  ...more,
})
const form = (fields: Field[]): Form => ({
  call: "c",
  version: 1,
  track: "t",
  names: {},
  name_field: "name",
  total_size: 0,
  checks: [],
  sections: [{ id: "all", title: {}, fields }],
})

test("numbers decide before words, and what stands elsewhere is not said twice", () => {
  const fields = [
    field("name", "text"),
    field("category", "choice"),
    field("unit_name", "text", { dossier: "unit_name" }),
    field("progress", "choice"),
    field("since", "month"),
    field("served", "integer"),
    field("inner", "integer", { list: false }),
  ]
  expect(deciding(form(fields), "category").map(({ id }) => id)).toEqual(["served", "progress"])
})

test("a question that only some are asked is no column", () => {
  expect(deciding(form([field("field_soc", "choice", { when: { field: "category", is: "soc" } })]), null)).toEqual([])
})

test("the second figure is what a table of figures begins with, where lists show one", () => {
  const fields = [
    field("users", "integer"),
    field("served", "integer"),
    field("effects", "table"),
    field("progress", "choice"),
  ]
  expect(deciding(form(fields), null).map(({ id }) => id)).toEqual(["users", "effects"])
})

test("a listed text right behind a number is what the number counts; one elsewhere is not", () => {
  const all = [
    field("served", "integer"),
    field("served_basis", "text"),
    field("saved", "money"),
    field("rest", "text", { list: false }),
  ]
  const [served, basis, saved] = all
  const facts = { served: "3", served_basis: "每日", saved: "2", rest: "别的" }
  expect([served, basis, saved].map((one) => figureOf(all, one!, facts, {}).basis)).toEqual(["每日", "", ""])
})

test("a figure stands apart from its unit", () => {
  const [served, people] = [field("served", "integer"), field("people", "integer", { unit: { zh: "人次" } })]
  expect(figureOf([served, people], people, { people: "128406" }, {})).toEqual({
    main: "128,406",
    unit: "人次",
    basis: "",
  })
  expect(figureOf([served, people], served, {}, {})).toEqual({ main: "", unit: "", basis: "" })
})

test("of a table's first row the last number is the figure, the text behind it its unit, and the rest what it counts", () => {
  const columns = [
    field("indicator", "text"),
    field("before", "decimal"),
    field("after", "decimal"),
    field("unit", "text"),
    field("method", "text", { list: false }),
  ]
  const effects = field("effects", "table", { columns, row_label: "indicator" })
  const row = { _id: "aaaaaaaa", indicator: "平均办理时长", before: "26", after: "7.5", unit: "小时" }
  expect(figureOf([effects], effects, { effects: [row] }, {})).toEqual({
    main: "7.5",
    unit: "小时",
    basis: "平均办理时长；before\u00a026",
  })
  expect(figureOf([effects], effects, {}, {})).toEqual({ main: "", unit: "", basis: "" })
})

test("masks keep what tells two apart and hide what reaches a person", () => {
  expect(masked("uscc", "11370983MB0012346X")).toBe("11370983••••6X")
  expect(masked("mobile", "13800000000")).toBe("138••••0000")
  expect(masked("email", "li@example.cn")).toBe("l••••@example.cn")
  expect([masked("mobile", ""), masked("text", "信息科")]).toEqual(["", "信息科"])
})

test("personal answers and the credit code are masked, others are not", () => {
  const fields = [field("contact", "mobile", { personal: true }), field("hotline", "mobile"), field("code", "uscc")]
  const answers = { contact: "13800000000", hotline: "13900000000", code: "11370983MB0012346X" }
  expect(discreet(form(fields), answers)).toEqual({
    contact: "138••••0000",
    hotline: "13900000000",
    code: "11370983••••6X",
  })
})
