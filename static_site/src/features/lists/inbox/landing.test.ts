import { expect, test } from "vitest"
import type { Call } from "@/api"
import { trackToOpen } from "./landing"

const CALL = { tracks: ["scenario", "solution", "unit"].map((id) => ({ id })) } as unknown as Pick<Call, "tracks">

test("a desk begins with the first track in which something waits", () => {
  expect(trackToOpen(CALL, { scenario: 0, solution: 2, unit: 5 })).toBe("solution")
})

test("where nothing waits it begins with the call's first", () => {
  expect(trackToOpen(CALL, {})).toBe("scenario")
})
