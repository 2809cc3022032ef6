import { expect, test } from "vitest"
import type { Call, Desk } from "@/api"
import { againUntil, closingOf, nearest } from "./closing"

const CLOSES = "2099-11-15T15:59:00Z"
const EARLIER = "2099-11-10T15:59:00Z"
const BEFORE = "2099-11-08T15:59:00Z"
const BETWEEN = "2099-11-12T15:59:00Z"
const LATER = "2099-11-20T15:59:00Z"

const desk = (code: string, parent: string | null, closing: Partial<Desk["closing"]> = {}): Desk => ({
  code,
  parent,
  names: { zh: code },
  level: parent ? "county" : "city",
  region: code,
  contact: "",
  phone: "",
  hours: "",
  parent_bodies: [],
  nickname_check: false,
  direct: true,
  retired: false,
  recommends_until: CLOSES,
  closing: { at: CLOSES, earlier: null, extended: false, ...closing },
})
const call = { filing: { opens: "2021-10-20T00:00:00Z", closes: CLOSES } } as Call
const early = { at: EARLIER, earlier: "370900" }
const AREA = [
  desk("370900", null, early),
  desk("370902", "370900", early),
  desk("370911", "370900", { at: LATER, extended: true }),
]
const own = (more: object = {}) => ({ resubmit_until: null, late_until: null, ...more })

test("the nearest desk is the county's, else the city's, else none", () => {
  const desks = [desk("370900", null), desk("370902", "370900")]
  expect(nearest(desks, "370902")?.code).toBe("370902")
  expect(nearest(desks, "370911")?.code).toBe("370900")
  expect(nearest(desks, "110101")).toBeNull()
})

test("the nearest desk's date counts, and says whose earlier one it is", () => {
  expect(closingOf(call, AREA, { place: "370902" })).toMatchObject({
    at: EARLIER,
    why: "earlier",
    desk: { code: "370900" },
  })
  expect(closingOf(call, AREA, { place: "371002" })).toEqual({ at: CLOSES, why: "call", desk: null })
})

test("more time for a desk counts for whoever goes to it", () => {
  expect(closingOf(call, AREA, { place: "370911" })).toMatchObject({
    at: LATER,
    why: "extended",
    desk: { code: "370911" },
  })
})

test("what was returned goes to the desk where it lay, wherever its unit sits", () => {
  expect(closingOf(call, AREA, { desk: "370911", place: "370902" }).at).toBe(LATER)
  expect(closingOf(call, AREA, { desk: "organiser", place: "370902" }).at).toBe(CLOSES)
})

test("time given to one submission counts where it is later than its desk's date, and no sooner", () => {
  expect(closingOf(call, AREA, { place: "370902" }, own({ resubmit_until: BETWEEN }))).toEqual({
    at: BETWEEN,
    why: "returned",
    desk: null,
  })
  expect(closingOf(call, AREA, { place: "370902" }, own({ late_until: LATER }))).toEqual({
    at: LATER,
    why: "late",
    desk: null,
  })
  expect(closingOf(call, AREA, { place: "370902" }, own({ late_until: BEFORE, resubmit_until: BEFORE })).at).toBe(
    EARLIER,
  )
})

test("of a late pass and the days given with a return the later counts", () => {
  expect(closingOf(call, AREA, { place: "370902" }, own({ resubmit_until: LATER, late_until: BETWEEN }))).toMatchObject(
    { at: LATER, why: "returned" },
  )
  expect(closingOf(call, AREA, { place: "370902" }, own({ resubmit_until: BETWEEN, late_until: LATER }))).toMatchObject(
    { at: LATER, why: "late" },
  )
})

test("what is returned may come again while filing is open at its desk, and within the days it was given", () => {
  const again = (resubmit_until: string): string =>
    againUntil(call, AREA, { desk: "370902", place: "370902", resubmit_until, late_until: null })
  expect([again(BEFORE), again(LATER)]).toEqual([EARLIER, LATER])
})
