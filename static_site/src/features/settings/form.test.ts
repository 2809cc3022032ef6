import { expect, test } from "vitest"
import {
  beyond,
  differing,
  endsSoon,
  given,
  isPlaces,
  linesOf,
  placesOf,
  pushedTooLate,
  recommendedBy,
  typedPlaces,
} from "./form"

test("places are typed as they stand, empty where nothing is given", () => {
  expect(typedPlaces({ "370902": { scenario: 9 } }, ["370902", "370911"], ["scenario"])).toEqual({
    "370902": { scenario: "9" },
    "370911": { scenario: "" },
  })
})

test("what is empty leaves the call's own places, nought gives none", () => {
  expect(placesOf({ a: { scenario: " ９ ", unit: "" }, b: { scenario: "0" }, c: { scenario: "" } })).toEqual({
    a: { scenario: 9 },
    b: { scenario: 0 },
  })
})

test("places are whole numbers", () => {
  expect([isPlaces("12"), isPlaces(""), isPlaces("1.5"), isPlaces("-1"), isPlaces("十")]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test("places given away are summed by track", () => {
  expect(given({ a: { unit: "3" }, b: { unit: "4" }, c: { unit: "x" } }, "unit")).toBe(7)
})

test("what a desk recommended counts whether it is reported or not", () => {
  const progress = {
    desk: "a",
    tracks: { unit: { recommended: 2, reported: 3, pushed: 9 }, scenario: { pushed: 1 } },
    registered: 0,
    lists: {},
  }
  expect(recommendedBy([progress])).toEqual({ a: { unit: 5, scenario: 0 } })
})

test("what is recommended beyond the places typed is told, of the desks and tracks with such places", () => {
  const recommended = { a: { unit: 10, scenario: 2 }, b: { unit: 3 } }
  const typed = { a: { unit: "5", scenario: "" }, b: { unit: "3" }, c: { unit: "0" }, d: { unit: "x" } }
  expect(beyond(typed, recommended, "a", "unit")).toBe(10)
  expect([
    beyond(typed, recommended, "a", "scenario"),
    beyond(typed, recommended, "b", "unit"),
    beyond(typed, recommended, "c", "unit"),
    beyond(typed, recommended, "d", "unit"),
  ]).toEqual([0, 0, 0, 0])
})

test("one parent body a line, none twice, blanks left out", () => {
  expect(linesOf("市水利局\r\n\n 市教育局 \n市水利局")).toEqual(["市水利局", "市教育局"])
})

test("only what differs is named, whatever the order of keys", () => {
  const base = {
    filing_closes: null,
    children_close: null,
    places: { a: { x: 1, y: 2 } },
    direct: true,
    nickname_check: false,
    parent_bodies: ["甲"],
    contact: "",
    phone: "",
    hours: "",
    contact_public: false,
  }
  expect(differing(base, { ...base, places: { a: { y: 2, x: 1 } } })).toEqual([])
  expect(differing(base, { ...base, direct: false, parent_bodies: ["甲", "乙"] })).toEqual(["direct", "parent_bodies"])
})

test("desks below cannot recommend what is pushed after they have reported", () => {
  const [noon, evening] = ["2021-11-10T04:00:00Z", "2021-11-10T10:00:00Z"]
  expect([
    pushedTooLate(evening, noon),
    pushedTooLate(noon, evening),
    pushedTooLate(noon, noon),
    pushedTooLate(noon, null),
  ]).toEqual([true, false, false, false])
})

test("one is asked before the time of desks below is made to end within a day", () => {
  const [now, evening, later] = [Date.parse("2021-11-10T04:00:00Z"), "2021-11-10T10:00:00Z", "2021-11-12T10:00:00Z"]
  expect([
    endsSoon(later, evening, now),
    endsSoon(evening, evening, now),
    endsSoon(evening, later, now),
    endsSoon(evening, null, now),
  ]).toEqual([true, false, false, false])
})
