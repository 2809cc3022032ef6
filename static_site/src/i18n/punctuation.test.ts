/** Chinese marks stand in texts of `zh` alone: whatever joins words on a page follows the language (`marks.ts`). */
import { readdirSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { expect, test } from "vitest"

const SRC = resolve(process.cwd(), "src")
const MARKS = /[：（）、，；]/
const TEMPLATE = /<template>[^]*<\/template>/
const JOINED = /join\("[：、，；]"\)|`[^`]*\$\{[^`]*[：（、，；][^`]*`/

const sources = readdirSync(SRC, { recursive: true })
  .map(String)
  .filter((name) => /\.(ts|vue)$/.test(name) && !/\.test\.ts$|i18n\/marks\.ts$/.test(name))
  .map((name) => ({ name, text: readFileSync(resolve(SRC, name), "utf8") }))

test("no template writes a Chinese mark", () => {
  expect(sources.filter(({ text }) => MARKS.test(TEMPLATE.exec(text)?.[0] ?? "")).map(({ name }) => name)).toEqual([])
})

test("no list and no text made of parts is joined by a Chinese mark", () => {
  const lines = sources.flatMap(({ name, text }) =>
    text.split("\n").map((line, at) => ({ where: `${name}:${at + 1}`, line })),
  )
  const joined = lines.filter(({ line }) => JOINED.test(line) && !line.includes("zh"))
  expect(joined.map(({ where }) => where)).toEqual([])
})
