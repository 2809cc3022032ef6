import { beforeEach, expect, test } from "vitest"
import { speak } from "@/i18n"
import type { Field, Form, Problem } from "../rules"
import { fieldByField, say, sayProblem, whereabouts } from "./messages"

const REGIONS = { "37": ["山东省", null] } as const
const field = (more: Partial<Field>): Field => ({ id: "x", type: "text", label: { zh: "名称", en: "Name" }, ...more })
beforeEach(() => speak("zh"))

test("says how much of a text is missing", () => {
  expect(say(field({ min: 50 }), "too_short", { min: 50, missing: 7 }, REGIONS)).toBe("不能少于 50 字，还差 7 字")
})

test("says what is missing in the words of its type", () => {
  expect(say(field({ type: "choices" }), "required", {}, REGIONS)).toBe("请至少选一项")
  expect(say(field({ type: "table", min_rows: 3 }), "required", {}, REGIONS)).toBe("请至少添加 3 行")
})

test("the form's own words come first, filled with the figures", () => {
  const own = field({ errors: { too_short: { zh: "简介再写 {missing} 字" } } })
  expect(say(own, "too_short", { min: 50, missing: 7 }, REGIONS)).toBe("简介再写 7 字")
})

test("names the region one must stay within", () => {
  expect(say(field({ type: "region", within: "37" }), "region_outside", { within: "37" }, REGIONS)).toBe(
    "请选择山东省范围内的地区",
  )
})

test("speaks English when the page does", () => {
  speak("en")
  expect(say(field({}), "required", {}, REGIONS)).toBe("Please fill this in")
})

test("a code nobody has words for is still said", () => {
  expect(say(field({}), "brand_new", {}, REGIONS)).toBe("请核对此项（brand_new）")
})

const table = field({
  id: "effects",
  type: "table",
  label: { zh: "成效" },
  columns: [field({ id: "until", type: "month", label: { zh: "统计止" } })],
})
const form = {
  sections: [{ id: "s", title: {}, fields: [table] }],
  checks: [{ id: "period", level: "refuse", message: { zh: "止不能早于起" }, fields: ["effects.until"] }],
} as unknown as Form
const problem = (code: string, params: Problem["params"]): Problem => ({
  pointer: "/effects/1/until",
  field: "effects",
  section: "s",
  code,
  params,
  level: "refuse",
})

test("a problem in a cell is named by table, row and column", () => {
  expect(whereabouts(form, problem("not_a_month", {}))).toBe("成效 第 2 行 统计止")
})

const at = (row: number, code = "not_a_month"): Problem => ({ ...problem(code, {}), pointer: `/effects/${row}/until` })

test("a summary has a line for each field that counts, however much is wrong in it", () => {
  const lines = fieldByField(form, [at(1), at(2)], REGIONS)
  expect(lines).toEqual([
    {
      section: "s",
      field: "effects",
      pointer: "/effects/1/until",
      where: "成效",
      said: "第 2 行 统计止 年月写作 2021-10；第 3 行 统计止 年月写作 2021-10",
    },
  ])
})

test("a field with one fault says where in it, one with many names the first and how many there are", () => {
  expect(fieldByField(form, [at(1)], REGIONS)).toMatchObject([
    { where: "成效 第 2 行 统计止", said: "年月写作 2021-10" },
  ])
  expect(
    fieldByField(
      form,
      [0, 1, 2, 3, 4].map((row) => at(row)),
      REGIONS,
    )[0]?.said,
  ).toMatch(/第 3 行 统计止 年月写作 2021-10；等 5 处$/)
})

test("whoever wrote an error, it ends alike", () => {
  const own = field({ errors: { bad_uscc: { zh: "代码不正确。请对照证书核对。", en: "Wrong code. Please compare." } } })
  expect(say(own, "bad_uscc", {}, REGIONS)).toBe("代码不正确。请对照证书核对")
  speak("en")
  expect(say(own, "bad_uscc", {}, REGIONS)).toBe("Wrong code. Please compare")
})

test("a check speaks for itself", () => {
  expect(sayProblem(form, problem("check", { check: "period" }), REGIONS)).toBe("止不能早于起")
})
