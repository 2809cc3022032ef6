import { expect, test } from "vitest"
import type { Call, Desk } from "@/api"
import { againUntil, closingOf, nearest } from "./closing"

const desk = (code: string, parent: string | null, filing_closes: string | null = null): Desk => ({
  code, parent, filing_closes, names: { zh: code }, level: parent ? "county" : "city", region: code,
  contact: "", phone: "", hours: "", parent_bodies: [], nickname_check: false, direct: true,
})
const call = { filing: { opens: "2021-10-20T00:00:00Z", closes: "2099-11-15T15:59:00Z" } } as Call
const EARLIER = "2099-11-10T15:59:00Z"
const BEFORE = "2099-11-08T15:59:00Z"
const BETWEEN = "2099-11-12T15:59:00Z"
const LATER = "2099-11-20T15:59:00Z"

test("the nearest desk is the county's, else the city's, else none", () => {
  const desks = [desk("370900", null), desk("370902", "370900")]
  expect(nearest(desks, "370902")?.code).toBe("370902")
  expect(nearest(desks, "370911")?.code).toBe("370900")
  expect(nearest(desks, "110101")).toBeNull()
})

test("an earlier date of the city's holds in its counties", () => {
  const desks = [desk("370900", null, EARLIER), desk("370902", "370900")]
  expect(closingOf(call, desks, "370902").area).toMatchObject({ desk: { code: "370900" }, at: EARLIER })
  expect(closingOf(call, desks, "371002")).toEqual({ at: call.filing.closes, area: null })
})

test("an area's later date changes nothing", () => {
  expect(closingOf(call, [desk("370900", null, LATER)], "370902")).toEqual({ at: call.filing.closes, area: null })
})

test("time given to one submission goes beyond every date", () => {
  const desks = [desk("370900", null, EARLIER)]
  const returned = { resubmit_until: LATER }
  expect(closingOf(call, desks, "370902", returned)).toEqual({ at: LATER, area: null })
  expect(closingOf(call, desks, "370902", null, LATER)).toEqual({ at: LATER, area: null })
})

test("time given to one submission counts in an area that closes before it, and no longer", () => {
  const desks = [desk("370900", null, EARLIER)]
  expect(closingOf(call, desks, "370902", { resubmit_until: BETWEEN })).toEqual({ at: BETWEEN, area: null })
  expect(closingOf(call, desks, "370902", { resubmit_until: BEFORE }).area?.at).toBe(EARLIER)
})

test("what is returned may come again while filing is open in its area, and within the days it was given", () => {
  const again = (resubmit_until: string, desks: Desk[] = []): string => againUntil(call, desks, { place: "370902", resubmit_until })
  expect(again(EARLIER)).toBe(call.filing.closes)
  expect(again(LATER)).toBe(LATER)
  expect(again(BEFORE, [desk("370900", null, EARLIER)])).toBe(EARLIER)
})
