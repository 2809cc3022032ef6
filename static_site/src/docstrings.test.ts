/** Docstrings: the first line of an exported function's says what it is in a dozen words. */
import { readdirSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { expect, test } from "vitest"

const SRC = resolve(process.cwd(), "src")
const MOST = 12 // words
const EXPORTED =
  /\/\*\*((?:(?!\*\/)[^])*)\*\/\n(?:export (?:async )?function (\w+)|export const (\w+).* = (?:async )?\()/g

const docs = readdirSync(SRC, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".ts") && !/\.test\.ts$|schema\.d\.ts$/.test(name))
  .flatMap((file) =>
    [...readFileSync(resolve(SRC, file), "utf8").matchAll(EXPORTED)].map(([, doc = "", name, other]) => ({
      name: `${file}: ${name ?? other}`,
      first:
        doc
          .replace(/^[\s*]+/, "")
          .split("\n")[0]
          ?.trim() ?? "",
    })),
  )

test("there are docstrings to look at", () => expect(docs.length).toBeGreaterThan(100))

test("a docstring begins with a line of a dozen words", () => {
  expect(docs.filter(({ first }) => first.split(/\s+/).length > MOST)).toEqual([])
})
