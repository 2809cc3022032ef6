import { expect, test } from "vitest"
import { faultText } from "./csv"

test("a fault says its row and names its column as the form does", () => {
  expect(faultText({ pointer: "/csv", code: "required", params: { row: 3, column: "name" } })).toEqual({
    row: 3,
    text: "用户姓名没有填",
  })
  expect(faultText({ pointer: "/csv", code: "login_twice", params: { row: 5, column: "login", first: 2 } })).toEqual({
    row: 5,
    text: "登录名称与第 2 行重复",
  })
})

test("a column nobody knows is quoted as it was written", () => {
  expect(faultText({ pointer: "/csv", code: "unknown_column", params: { row: 1, column: "手机" } }).text).toBe(
    "不认识的列“手机”",
  )
})

test("a code without words still says where", () => {
  expect(faultText({ pointer: "/csv", code: "odd", params: { row: 9, column: "desk" } })).toEqual({
    row: 9,
    text: "推荐单位代码有误",
  })
})
