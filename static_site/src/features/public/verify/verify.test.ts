/** The page that checks a file says what it is, and what is wrong with it, in a sentence. */
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { webcrypto } from "node:crypto"
import { flushPromises, mount } from "@vue/test-utils"
import { afterEach, beforeAll, expect, test, vi } from "vitest"
import { canCheck } from "@/record/bytes"
import VerifyPage from "./VerifyPage.vue"

interface Cases {
  readonly record: Readonly<Record<string, string>>
  readonly files: readonly { readonly name: string; readonly text: string }[]
}
const file = resolve(process.cwd(), "../tests/parity/record/cases.json")
const { record, files } = JSON.parse(readFileSync(file, "utf8")) as Cases

beforeAll(() => {
  if (!canCheck()) Object.defineProperty(globalThis, "crypto", { value: webcrypto })
})
afterEach(() => vi.unstubAllGlobals())

async function said(name: string, of: Readonly<Record<string, string>> = record): Promise<string> {
  const asked: string[] = []
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path)
    const text = of[path.replace("/open/shandong-2021/record/", "")]
    return Promise.resolve(new Response(text ?? "", { status: text === undefined ? 404 : 200 }))
  })
  const page = mount(VerifyPage)
  const { text = "" } = files.find((one) => one.name === name) ?? {}
  const input = page.get("input")
  Object.defineProperty(input.element, "files", { value: [new File([text], "a file")] })
  await input.trigger("change")
  await vi.waitFor(async () => {
    await flushPromises()
    expect(page.find("h2").exists()).toBe(true)
  })
  expect(asked.every((path) => path.startsWith("/open/shandong-2021/record/"))).toBe(true)
  return page.get("[role=status]").text()
}

test("rows of a notice are what was sealed", async () => {
  const words = await said("rows of a notice")
  for (const part of ["与封存的一致", "公示名单，2 行", "第 4 号", "每一行都与封存的名单相同"])
    expect(words).toContain(part)
})

test("a proof says what was sealed, and a changed row what is wrong", async () => {
  expect(await said("a proof")).toContain("评分")
  expect(await said("a changed row")).toContain("名单被改过")
  expect(await said("a checkpoint of another past")).toContain("请保存好文件，并告诉主办单位")
})

test("what is none of these, and a record that cannot be had, are no false alarm", async () => {
  expect(await said("a picture")).toContain("无法核对")
  expect(await said("a proof", {})).toContain("取不到")
})
