import { readdirSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { expect, test } from "vitest"
import { types } from "./types"

const folder = resolve(process.cwd(), "../chalicelib/forms/fields")
const onServer = readdirSync(folder)
  .filter((name) => name.endsWith(".py"))
  .flatMap((name) =>
    [...readFileSync(resolve(folder, name), "utf8").matchAll(/^\s+type: ClassVar\[str\] = "(\w+)"/gm)].map(
      ([, type]) => type,
    ),
  )

/** Tables, links and files are read by components of their own. */
const READERS = ["table", "link", "attachments"]

test("every field type of the server has a row here, and none is left over", () => {
  expect(Object.keys(types).sort()).toEqual(onServer.sort())
})

test("every field type can be read", () => {
  const unread = Object.entries(types).filter(([, { show }]) => !show)
  expect(unread.map(([type]) => type).sort()).toEqual(READERS.sort())
})
