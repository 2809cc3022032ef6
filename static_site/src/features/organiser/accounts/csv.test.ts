import { expect, test } from "vitest"
import { decoded, faultText } from "./csv"

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

const ROWS = "login,name\n370100,张三\n"
const bytes = (...parts: (string | number[])[]): ArrayBuffer =>
  new Uint8Array(parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)))
    .buffer
const GBK = bytes("login,name\n370100,", [0xd5, 0xc5, 0xc8, 0xfd], "\n")
const wide = (text: string): number[] =>
  [...text].flatMap((sign) => [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8])

test.each([
  ["UTF-8", bytes(ROWS), false],
  ["UTF-8 with its mark", bytes([0xef, 0xbb, 0xbf], ROWS), false],
  ["UTF-16", bytes([0xff, 0xfe], wide(ROWS)), false],
  ["GB 18030", GBK, true],
])("a file in %s is read, and a guess is said to be one", (_, data, guessed) => {
  expect(decoded(data)).toEqual({ text: ROWS, guessed })
})

test.each([
  ["no text", bytes("PK", [3, 4, 0, 0])],
  ["UTF-16 without a mark", bytes(wide(ROWS))],
  ["a text that has lost characters", bytes("370100,����\n")],
  ["half a character", bytes("370100,", [0xd5])],
])("%s is not taken for a table", (_, data) => {
  expect(decoded(data)).toBeNull()
})
