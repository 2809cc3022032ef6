import { expect, test } from "vitest"
import type { Call, CallHead, Desk } from "@/api"
import type { Regions } from "@/ui/regions"
import { desksFor, joinable, untyped } from "./registration"

const regions: Regions = { "37": ["山东省", null], "370900": ["泰安市", "37"], "370902": ["泰山区", "370900"] }
const desk = (code: string, region: string | null, parent: string | null = null): Desk =>
  ({ code, region, parent }) as Desk
const ALL = [
  desk("sd-health", null),
  desk("370900", "370900"),
  desk("370100", "370100"),
  desk("370902", "370902", "370900"),
]
const asking = (area: "region" | "desk" | "none"): Call["registration"] => ({
  phone: "any",
  area,
  parent_body: true,
  nickname: false,
  help: {},
})
const codes = (area: "region" | "desk" | "none", typed: { region?: string; area?: string }): string[] =>
  desksFor(asking(area), ALL, regions, { ...untyped({ region: null } as Call), ...typed }).map(({ code }) => code)

test("the desks of a region stand nearest first, those over a line of business last, others are left out", () => {
  expect(codes("region", { region: "370902" })).toEqual(["370902", "370900", "sd-health"])
  expect(codes("region", {})).toEqual([])
})

test("where a desk is chosen, it and those above it concern the newcomer", () => {
  expect(codes("desk", { area: "370902" })).toEqual(["370902", "370900"])
  expect(codes("desk", {})).toEqual([])
  expect(codes("none", {})).toEqual([])
})

test("one registers for a call that is open or will be, or for the one the page is about", () => {
  const heads = ["before", "filing", "recommending", "over"].map((stage) => ({ id: stage, stage }) as CallHead)
  expect(joinable(heads, "over").map(({ id }) => id)).toEqual(["before", "filing", "over"])
})
