import { expect, test } from "vitest"
import type { Desk } from "@/api"
import type { Regions } from "@/ui/regions"
import { desksFor, faultsOf, type Typed } from "./registration"

const typed: Typed = {
  name: "张三",
  nickname: "泰山区住建局",
  login: "tsrl2021",
  password: "a long sentence",
  password_again: "a long sentence",
  mobile: "13800000000",
  region: "370902",
  organisation: "泰山区热力公司",
  parent_body: "泰山区住建局",
}
const codes = (change: Partial<Typed>, agreed = true): string[][] =>
  faultsOf({ ...typed, ...change }, agreed).map(({ pointer, code }) => [pointer, code])

test("a whole registration has no faults", () => {
  expect(codes({})).toEqual([])
})

test("all faults are told at once", () => {
  expect(codes({ name: " ", mobile: "1380000", password: "short", password_again: "other" }, false)).toEqual([
    ["/name", "required"],
    ["/mobile", "bad_mobile"],
    ["/password", "too_short"],
    ["/password_again", "not_the_same"],
    ["/agreed", "agree"],
  ])
})

test("a province alone is no address", () => {
  expect(codes({ region: "37" })).toEqual([["/region", "required"]])
})

test("a password counts its characters, not its bytes", () => {
  expect(codes({ password: "八个汉字也够了吧", password_again: "八个汉字也够了吧" })).toEqual([])
})

const regions: Regions = { "37": ["山东省", null], "370900": ["泰安市", "37"], "370902": ["泰山区", "370900"] }
const desk = (code: string, region: string | null): Desk => ({ code, region }) as Desk

test("the desks of a region stand nearest first, those over a line of business last, others are left out", () => {
  const all = [
    desk("sd-health", null),
    desk("370900", "370900"),
    desk("370100", "370100"),
    desk("370902", "370902"),
  ]
  expect(desksFor(all, regions, "370902").map(({ code }) => code)).toEqual(["370902", "370900", "sd-health"])
})
