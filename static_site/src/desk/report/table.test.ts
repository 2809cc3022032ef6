import { expect, test } from "vitest"
import { codeOf, numberOf, standingOf } from "./table"

test("the last version stands until its list is open again; an earlier one never", () => {
  expect(standingOf({ n: 2, last: 2, open: false })).toBe("stands")
  expect(standingOf({ n: 2, last: 2, open: true })).toBe("reopened")
  expect([standingOf({ n: 1, last: 2, open: false }), standingOf({ n: 1, last: 2, open: true })]).toEqual(["superseded", "superseded"])
})

test("a version is numbered, and its code set apart, as on paper", () => {
  expect(numberOf("shandong-2021", { desk: "370900", track: "scenario", n: 1 })).toBe("SHANDONG-2021-370900-SCENARIO-01")
  expect(codeOf("5E71A09C3D")).toBe("5E71A-09C3D")
})
