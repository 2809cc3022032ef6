import { expect, test } from "vitest"
import type { AreaAccount, DeskProgress, UnitFigures } from "@/api/desk"
import { byUnits, combined, grouped, rowOf, sortedRows, standingOf, standsAs, totals } from "./figures"

const desk = (code: string, pushed: number, more: Partial<DeskProgress> = {}): DeskProgress => ({
  desk: code,
  tracks: { scenario: { pushed, draft: 2 }, unit: { pushed: 1 } },
  registered: 5,
  lists: { scenario: { state: "reported", n: 2, at: "2021-11-08T08:20:00Z" }, unit: { state: "open", n: 0, at: null } },
  ...more,
})
const account = (organisation: string, ...states: ("draft" | "pushed" | "returned")[]): AreaAccount => ({
  account: organisation,
  name: "",
  nickname: "",
  organisation,
  region: "",
  parent_body: "水利局",
  phone: "",
  submissions: states.map(
    (state) => ({ state, revision: state === "draft" ? 0 : 1 }) as AreaAccount["submissions"][number],
  ),
})

test("a row is one track, or all of them together; accounts are counted once", () => {
  expect(rowOf(desk("a", 4), "scenario").figures).toMatchObject({ registered: 5, pushed: 4, draft: 2, recommended: 0 })
  expect(rowOf(desk("a", 4), "").figures).toMatchObject({ registered: 5, pushed: 5, draft: 2 })
})

test("a list that was reported twice is one list reported", () => {
  expect([rowOf(desk("a", 1), "").reports, rowOf(desk("a", 1), "unit").reports]).toEqual([1, 0])
})

test("a list is open, reported, or open again after a reopen", () => {
  const at = "2021-11-08T08:20:00Z"
  expect([
    standsAs({ state: "open", n: 0, at: null }),
    standsAs({ state: "reported", n: 2, at }),
    standsAs({ state: "open", n: 2, at }),
  ]).toEqual(["notYet", "isReported", "open"])
})

test("what is open again does not count as reported", () => {
  const again = desk("a", 1, { lists: { scenario: { state: "open", n: 1, at: "2021-11-08T08:20:00Z" } } })
  expect(rowOf(again, "").reports).toBe(0)
})

test("a sum is the sum of its rows", () => {
  expect(totals([rowOf(desk("a", 4), "scenario"), rowOf(desk("b", 3), "scenario")])).toMatchObject({
    pushed: 7,
    registered: 10,
  })
})

test("rows stand by a figure, the largest first, or as they came", () => {
  const rows = [rowOf(desk("a", 1), ""), rowOf(desk("b", 9), "")]
  expect(sortedRows(rows, "pushed", false).map((row) => row.desk)).toEqual(["b", "a"])
  expect(sortedRows(rows, "pushed", true).map((row) => row.desk)).toEqual(["a", "b"])
  expect(sortedRows(rows, "desk", false).map((row) => row.desk)).toEqual(["a", "b"])
})

test("what needs somebody most says how far an account is", () => {
  expect([
    standingOf(account("a")),
    standingOf(account("a", "draft")),
    standingOf(account("a", "pushed")),
    standingOf(account("a", "pushed", "draft", "returned")),
  ]).toEqual(["nothing", "draft", "pushed", "returned"])
})

test("accounts are counted by parent body with what they have", () => {
  expect(grouped([account("a", "draft", "pushed"), account("b")], ({ parent_body }) => parent_body ?? "")).toEqual([
    { name: "水利局", registered: 2, drafts: 1, pushed: 1 },
  ])
})

test("a city with its counties counts each entry once, and sends up what the city sent", () => {
  const [city, county] = [
    rowOf(desk("370900", 4), "scenario"),
    rowOf(desk("370902", 3, { tracks: { scenario: { pushed: 3, reported: 8 } } }), "scenario"),
  ]
  expect(combined(city, [county])).toMatchObject({
    desk: "370900",
    figures: { pushed: 7, registered: 10, reported: 0 },
  })
})

test("entries are summed by parent body over all districts, the most first, none where there is nothing", () => {
  const items: UnitFigures[] = [
    { area: "370902", parent_body: "水利局", tracks: { scenario: { pushed: 1 }, unit: { draft: 1 } } },
    { area: "370911", parent_body: "水利局", tracks: { scenario: { pushed: 2 } } },
    { area: "370911", parent_body: "教育局", tracks: { unit: { nominated: 1 } } },
    { area: "370983", parent_body: "商务局", tracks: { scenario: {} } },
  ]
  expect(byUnits(items, "", "parent_body").map(({ name, sum }) => [name, sum])).toEqual([
    ["水利局", 4],
    ["教育局", 1],
  ])
  expect(byUnits(items, "scenario", "area").map(({ name, figures }) => [name, figures.pushed])).toEqual([
    ["370911", 2],
    ["370902", 1],
  ])
})
