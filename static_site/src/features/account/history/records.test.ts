import { expect, test } from "vitest"
import type { AccountRecord } from "@/api"
import { whatOf, whoOf } from "./records"

const record = (step: AccountRecord["step"], facts: AccountRecord["facts"] = {}, office = {}): AccountRecord => ({
  n: 1,
  at: "2021-11-08T08:20:00Z",
  step,
  facts,
  office,
  after_reset: false,
})

test("changed details are named, without their values", () => {
  expect(whatOf(record("change_facts", { changed: ["name", "phone"] }))).toBe("修改资料：姓名、电话")
})

test("a sign-in says whether the device had signed in before", () => {
  expect(whatOf(record("sign_in", { known_device: false }))).toBe("登录：在新设备上")
  expect(whatOf(record("sign_in", { known_device: true }))).toBe("登录：在登录过的设备上")
  expect(whatOf(record("sign_in"))).toBe("登录")
})

test("an office is named, and the account itself where none did it", () => {
  expect(whoOf(record("reset_password", {}, { zh: "泰山区大数据局" }))).toBe("泰山区大数据局")
  expect(whoOf(record("change_password"))).toBe("本账户")
})
