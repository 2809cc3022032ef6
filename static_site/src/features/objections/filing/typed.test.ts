import { expect, test } from "vitest"
import { Problem } from "@/api"
import type { Hearing } from "@/api/objections"
import { rowsNow } from "./openFiles"
import { asSent, faultsOf, fileFault, forget, keep, lengthOf, placed, typedBefore, untyped, type Typed } from "./typed"

const hearing: Hearing = {
  by: ["person", "organisation"],
  grounds: [
    { id: "untrue", names: { zh: "材料不实" }, answers: "organiser", corrects: false },
    { id: "spelling", names: { zh: "名称更正" }, answers: "organiser", corrects: true },
  ],
  evidence: { fewest: 1, most: 2, largest: 1024 * 1024, kinds: ["pdf", "jpg"] },
  answer_days: 5,
  rule_days: 15,
  count: "working",
}
const row = { n: 3, track: "scenario", name: "智慧供热", unit_name: "热力公司" }
const good: Typed = {
  ...untyped(),
  row: 3,
  ground: "untrue",
  statement: "换热站数据由两家单位共同提供，完成单位只列了一家。",
  name: "王五",
  phone: "0538-1234567",
}
const pdf = new File(["%PDF"], "证明.pdf")
const codes = (typed: Typed, files = 1, to: typeof row | null = row): string[] =>
  faultsOf(typed, hearing, to ?? undefined, files).map(({ pointer, code }) => `${pointer} ${code}`)

test("nothing typed is faulted at every field that must be filled", () => {
  expect(codes(untyped(), 0, null)).toEqual([
    "/row unchosen",
    "/ground unchosen",
    "/statement required",
    "/files unchosen",
    "/name required",
    "/phone required",
  ])
  expect(codes(good)).toEqual([])
})

test("an organisation says which it is", () => {
  expect(codes({ ...good, by: "organisation" })).toEqual(["/organisation required"])
})

test("facts are counted in signs, without blanks at the ends", () => {
  expect(lengthOf(" 𠀀𠀁 ")).toBe(2)
  expect(codes({ ...good, statement: `${"字".repeat(19)}   ` })).toEqual(["/statement too_short"])
  expect(codes({ ...good, statement: "字".repeat(2001) })).toEqual(["/statement too_long"])
})

test("as many files are asked for as the call says", () => {
  expect([codes(good, 0), codes(good, 2), codes(good, 3)]).toEqual([["/files unchosen"], [], ["/files too_many"]])
})

test("a correction changes a word of the row, and leaves none empty", () => {
  const spelling = { ...good, ground: "spelling", corrections: { name: row.name, unit_name: row.unit_name } }
  expect(codes(spelling)).toEqual(["/correct_name nothing_changed"])
  expect(codes({ ...spelling, corrections: { ...spelling.corrections, unit_name: " " } })).toEqual([
    "/correct_unit_name required",
  ])
  const right = { ...spelling, corrections: { ...spelling.corrections, name: "智慧供热“一张网” " } }
  expect(codes(right)).toEqual([])
  expect(asSent(right, hearing, row, [pdf], "p").corrections).toEqual({ name: "智慧供热“一张网”" })
})

test("what no longer applies is not sent", () => {
  const changed = { ...good, organisation: "某公司", corrections: { name: "别的", unit_name: "" } }
  expect(asSent(changed, hearing, row, [pdf], "p")).toMatchObject({
    row: 3,
    by: "person",
    organisation: "",
    corrections: {},
    files: [{ name: "证明.pdf", size: 4 }],
    proof: "p",
  })
})

test("the API's faults stand at this form's fields, and a file is named", () => {
  const errors = [
    { pointer: "/corrections/name", code: "nothing_changed" },
    { pointer: "/name", code: "required" },
    { pointer: "/files/0", code: "content_differs", params: { kind: "pdf" } },
    { pointer: "/files", code: "required" },
  ]
  const found = placed(new Problem(422, "invalid", errors), [pdf], hearing)
  expect(found.map(({ pointer }) => pointer)).toEqual(["/correct_name", "/name", "/files", "/files"])
  expect(found[2]?.params).toMatchObject({ name: "证明.pdf", kinds: "PDF JPG", size: "1 MB" })
})

test("a file of another kind or size is refused before it is sent", () => {
  expect([fileFault(hearing, "exe", 1), fileFault(hearing, "pdf", 2 ** 21), fileFault(hearing, "jpg", 1)]).toEqual([
    "kind_not_allowed",
    "too_large",
    null,
  ])
})

test("what was typed is there again on this machine until it is filed", () => {
  keep("c-2021", 1, good)
  expect(typedBefore("c-2021", 1)).toEqual(good)
  expect(typedBefore("c-2021", 2)).toEqual(untyped())
  forget("c-2021", 1)
  expect(typedBefore("c-2021", 1)).toEqual(untyped())
  localStorage.setItem("laurel.objection.c-2021.1", "{")
  expect(typedBefore("c-2021", 1)).toEqual(untyped())
  localStorage.removeItem("laurel.objection.c-2021.1")
})

test("rows read as rulings have left them, without what was excluded", () => {
  const rows = [row, { ...row, n: 4 }, { ...row, n: 5 }]
  const rulings = [
    { row: 3, consequence: "correct", corrections: { name: "智慧供热“一张网”" } },
    { row: 4, consequence: "exclude", corrections: {} },
    { row: 5, consequence: "none", corrections: {} },
  ]
  expect(rowsNow(rows, { rulings }).map(({ n, name }) => [n, name])).toEqual([
    [3, "智慧供热“一张网”"],
    [5, "智慧供热"],
  ])
})
