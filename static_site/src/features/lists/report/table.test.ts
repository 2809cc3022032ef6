import { expect, test } from "vitest"
import { codeOf, standingOf } from "./table"

test("the last version stands until its list is open again; an earlier one never", () => {
  expect(standingOf({ n: 2, last: 2, open: false })).toBe("stands")
  expect(standingOf({ n: 2, last: 2, open: true })).toBe("reopened")
  expect([standingOf({ n: 1, last: 2, open: false }), standingOf({ n: 1, last: 2, open: true })]).toEqual([
    "superseded",
    "superseded",
  ])
})

test("a version's code is set apart, as on paper", () => {
  expect(codeOf("5E71A09C3D")).toBe("5E71A-09C3D")
})
