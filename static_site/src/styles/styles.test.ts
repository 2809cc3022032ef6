/** The sheets: a class is defined in one of them, a colour in tokens.css alone, a step of the scale by its token. */
import { readdirSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { expect, test } from "vitest"

const SRC = resolve(process.cwd(), "src")
const names = readdirSync(SRC, { recursive: true }).map(String)
const sheets = new Map(
  names
    .filter((name) => name.endsWith(".css"))
    .map((name) => [name, readFileSync(resolve(SRC, name), "utf8").replace(/\/\*[^]*?\*\//g, "")]),
)
/** What hides or sets parts for paper alone says so of classes that are others'. */
const PAPER = ["styles/print.css", "features/lists/styles/paper.css"]

/** Classes that a sheet styles by themselves, not within or beside another. */
function classesOf(css: string): Set<string> {
  const selectors = [...css.matchAll(/([^{}]+)\{/g)].flatMap(([, list = ""]) => list.split(/,(?![^(]*\))/))
  const alone = selectors.map((selector) => /^[\w-]*\.([\w-]+)(::?(?!has)[\w-]+(\([^)]*\))?)*$/.exec(selector.trim()))
  return new Set(alone.flatMap((found) => found?.[1] ?? []))
}

test("there are sheets to look at", () => expect(sheets.size).toBeGreaterThan(10))

test("a class is defined in one sheet", () => {
  const homes = new Map<string, string[]>()
  for (const [name, css] of sheets)
    if (!PAPER.includes(name)) for (const one of classesOf(css)) homes.set(one, [...(homes.get(one) ?? []), name])
  expect([...homes].filter(([, where]) => where.length > 1)).toEqual([])
})

test("colours stand in tokens.css alone", () => {
  const found = [...sheets].flatMap(([name, css]) =>
    name === "styles/tokens.css" ? [] : (css.match(/(?<=:[^{}]*)#[0-9a-f]{3,8}\b/gi) ?? []).map((hex) => [name, hex]),
  )
  expect(found).toEqual([])
})

const SPACE = ["4px", "8px", "16px", "24px", "40px", "64px"]
const TYPE = ["14px", "16px", "18px"]

test("a distance or a size of type that the scale has is written as its token", () => {
  const found = [...sheets].flatMap(([name, css]) =>
    [...css.matchAll(/(?<![\w-])((?:row-|column-)?gap|padding[\w-]*|margin[\w-]*|font-size): ([^;]+);/g)]
      .filter(([, property, value = ""]) => {
        const steps = property === "font-size" ? TYPE : SPACE
        return !value.includes("calc") && value.split(" ").some((part) => steps.includes(part))
      })
      .map(([rule]) => [name, rule]),
  )
  expect(found).toEqual([])
})
