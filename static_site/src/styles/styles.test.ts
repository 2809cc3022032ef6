/** The sheets: a class is defined in one of them, a colour in tokens.css alone, a step of the scale by its token. */
import { readdirSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { expect, test } from "vitest"

const SRC = resolve(process.cwd(), "src")
const names = readdirSync(SRC, { recursive: true }).map(String)
/** A sheet, or the styles of a component. */
const cssOf = (name: string, source: string): string =>
  name.endsWith(".css") ? source : [...source.matchAll(/<style[^>]*>([^]*?)<\/style>/g)].map(([, css]) => css).join("")
const sheets = new Map(
  names
    .filter((name) => /\.(css|vue)$/.test(name))
    .map((name) => [name, cssOf(name, readFileSync(resolve(SRC, name), "utf8")).replace(/\/\*[^]*?\*\//g, "")] as const)
    .filter(([, css]) => css),
)
/** What hides or sets parts for paper alone says so of classes that are others'. */
const PAPER = ["styles/print.css", "features/lists/styles/paper.css"]

/** What the pages of accounts space by classes of others; to be ended by names of their own. */
const LEFT = [".small + form", ".dialog-body > p"]

const selectorsOf = (css: string): string[] =>
  [...css.matchAll(/([^{};]+)\{/g)]
    .flatMap(([, list = ""]) => list.split(/,(?![^(]*\))/))
    .map((selector) => selector.replace(/::?(?!has)[\w-]+(\([^)]*\))?|\[[^\]]*\]/g, "").trim())
const named = (selector: string): string[] => [...selector.matchAll(/\.([\w-]+)/g)].map(([, one = ""]) => one)

const own = [...sheets]
  .filter(([name]) => !PAPER.includes(name))
  .map(([name, css]) => [name, selectorsOf(css)] as const)
/** Sheets by class: which style it, or elements within it, by its name alone. */
const homes = new Map<string, Set<string>>()
/** Sheets by class: which name it at all. */
const mentions = new Map<string, Set<string>>()
const add = (to: Map<string, Set<string>>, one: string, sheet: string): void =>
  void to.set(one, (to.get(one) ?? new Set()).add(sheet))
for (const [sheet, selectors] of own)
  for (const selector of selectors) {
    const classes = named(selector)
    for (const one of classes) add(mentions, one, sheet)
    if (new Set(classes).size === 1 && /^[\w-]*\./.test(selector) && !LEFT.includes(selector))
      add(homes, classes[0] ?? "", sheet)
  }

/** Whether a class is defined in a sheet, or where none defines it, named in no other. */
const isOwn = (one: string, sheet: string): boolean => {
  const where = homes.get(one) ?? mentions.get(one)
  return where?.size === 1 && where.has(sheet)
}

test("there are sheets to look at", () => expect(sheets.size).toBeGreaterThan(10))

test("a class is defined in one sheet", () => {
  expect([...homes].filter(([, where]) => where.size > 1)).toEqual([])
})

test("a class with another is the business of a sheet that defines one of them", () => {
  const foreign = own.flatMap(([sheet, selectors]) =>
    selectors
      .filter((selector) => /^[\w-]*(\.[\w-]+){2,}$/.test(selector))
      .filter((selector) => !named(selector).some((one) => isOwn(one, sheet)))
      .map((selector) => `${sheet}: ${selector}`),
  )
  expect(foreign).toEqual([])
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
