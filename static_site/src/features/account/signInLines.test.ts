import { expect, test } from "vitest"
import { linesOf } from "./signInLines"

const office = { zh: "泰山区大数据局", en: "Taishan" }
const at = "2021-11-08T08:20:00Z"

test("nothing is said where nothing happened", () => {
  expect(linesOf(0, [])).toEqual([])
})

test("whoever signs in is told who reset the password and when, and how many tries failed", () => {
  const [reset, failed] = linesOf(3, [{ step: "reset_password", at, office }])
  expect(reset).toMatch(/^你的密码于 .*2021.*由泰山区大数据局重置。/)
  expect(failed).toContain("3 次登录失败")
})

test("whoever was disabled is told so", () => {
  expect(linesOf(0, [{ step: "disable", at, office }])[0]).toContain("被泰山区大数据局停用")
})
