import { expect, test } from "vitest"
import { below, lineOf, regionName, type Regions } from "./regions"

const regions: Regions = {
  "11": ["北京市", null],
  "110100": ["市辖区", "11"],
  "110101": ["东城区", "110100"],
  "37": ["山东省", null],
  "370100": ["济南市", "37"],
  "370102": ["历下区", "370100"],
  "370176": ["济南高新技术产业开发区", "370100"],
}

test("a code's line runs from its province down", () => {
  expect(lineOf(regions, "370102")).toEqual(["37", "370100", "370102"])
})

test("below nothing are the provinces, below a city its counties and zones", () => {
  expect(below(regions, null).map(({ code }) => code)).toEqual(["11", "37"])
  expect(below(regions, "370100").map(({ name }) => name)).toEqual(["历下区", "济南高新技术产业开发区"])
})

test("a name leaves out levels that are only shells", () => {
  expect(regionName(regions, "110101")).toBe("北京市 东城区")
})

test("a code that the list does not have is shown as it is", () => {
  expect(regionName(regions, "999999")).toBe("999999")
})
