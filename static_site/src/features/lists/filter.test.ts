import { expect, test } from "vitest"
import type { DeskHead } from "@/api/desk"
import { EVERYTHING, sifted, tallied } from "./filter"

function head(name: string, more: Partial<DeskHead> = {}): DeskHead {
  return {
    id: name,
    call: "c",
    track: "scenario",
    state: "pushed",
    desk: "370900",
    name,
    unit_name: "",
    facts: {},
    progress: 100,
    missing: 0,
    filing_no: null,
    revision: 1,
    since: 1,
    place: "370902",
    parent_body: "",
    created_at: "",
    updated_at: "",
    pushed_at: null,
    resubmit_until: null,
    late_until: null,
    asked_back_at: null,
    version: 1,
    sent_back_at: null,
    outcome: null,
    correcting_until: null,
    correctable: [],
    objections: 0,
    own: false,
    came: [],
    rank: null,
    mark: null,
    note: "",
    ...more,
  }
}
const names = (heads: readonly DeskHead[]): string[] => heads.map(({ name }) => name)

test("a name is found by a part of it, in whatever width and case it is typed", () => {
  const heads = [
    head("ＡＩ质检"),
    head("ai 导办"),
    head("医保监管", { unit_name: "市医保局", filing_no: "K7Q4M2XD9C" }),
  ]
  expect(names(sifted(heads, { ...EVERYTHING, query: "Ai" }, null))).toEqual(["ＡＩ质检", "ai 导办"])
  expect(names(sifted(heads, { ...EVERYTHING, query: "医保局" }, null))).toEqual(["医保监管"])
  expect(names(sifted(heads, { ...EVERYTHING, query: "k7q4" }, null))).toEqual(["医保监管"])
})

test("an order of arrival is left as it came", () => {
  expect(names(sifted([head("乙"), head("甲")], EVERYTHING, null))).toEqual(["乙", "甲"])
})

test("names stand as Chinese readers look for them, figures as numbers", () => {
  const heads = [head("张店"), head("安丘"), head("12 号"), head("2 号"), head("泰山")]
  expect(names(sifted(heads, { ...EVERYTHING, sort: "name" }, null))).toEqual(["2 号", "12 号", "安丘", "泰山", "张店"])
})

test("by rank below the first of each desk come first, what has no rank last", () => {
  const at = (desk: string, rank: number) => ({ came: [{ desk, rank, of: 9 }] })
  const heads = [head("直报"), head("b2", at("370911", 2)), head("b1", at("370911", 1)), head("a1", at("370902", 1))]
  expect(names(sifted(heads, { ...EVERYTHING, sort: "below" }, null))).toEqual(["a1", "b1", "b2", "直报"])
})

test("where it came from is the desk right below, or nobody", () => {
  const came = [
    { desk: "370902", rank: 1, of: 3 },
    { desk: "370900", rank: 5, of: 9 },
  ]
  const heads = [head("经市", { came }), head("直报")]
  expect(names(sifted(heads, { ...EVERYTHING, origin: "from:370900" }, null))).toEqual(["经市"])
  expect(names(sifted(heads, { ...EVERYTHING, origin: "direct" }, null))).toEqual(["直报"])
})

test("parent body, place, category and mark narrow it together", () => {
  const one = head("一", { parent_body: "市:水利局", facts: { category: "gov" }, mark: "yes" })
  const heads = [one, head("二", { parent_body: "市:水利局", facts: { category: "eco" } }), head("三")]
  expect(names(sifted(heads, { ...EVERYTHING, origin: "body:市:水利局" }, "category"))).toEqual(["一", "二"])
  expect(names(sifted(heads, { ...EVERYTHING, origin: "place:370902", category: "gov" }, "category"))).toEqual(["一"])
  expect(names(sifted(heads, { ...EVERYTHING, mark: "none" }, "category"))).toEqual(["二", "三"])
  expect(names(sifted(heads, { ...EVERYTHING, mark: "yes" }, "category"))).toEqual(["一"])
})

test("sorting leaves the list it was given alone", () => {
  const heads = [head("乙"), head("甲")]
  sifted(heads, { ...EVERYTHING, sort: "name" }, null)
  expect(names(heads)).toEqual(["乙", "甲"])
})

test("values are counted, the most frequent first, none left out but the empty", () => {
  expect(tallied(["b", "a", "", "b"])).toEqual([
    { value: "b", n: 2 },
    { value: "a", n: 1 },
  ])
})
