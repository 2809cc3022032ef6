/** A draw comes out in the browser as it does on the server, and what was changed in it is noticed by both. */
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { webcrypto } from "node:crypto"
import { beforeAll, describe, expect, test } from "vitest"
import type { PublicDraw } from "@/api/draw"
import { arrange, canRun, runAgain, textOf } from "./again"

interface Case {
  readonly name: string
  readonly draw: PublicDraw
  readonly faults: string[]
}

const file = resolve(process.cwd(), "../tests/parity/draws/cases.json")
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[]

beforeAll(() => {
  if (!canRun()) Object.defineProperty(globalThis, "crypto", { value: webcrypto })
})

describe("the worked example", () => {
  const [example] = cases as [Case]

  test("its numbers are written one way", () =>
    expect(textOf(example.draw.numbers)).toBe("3d:2021317/0.4.7./qlc:2021135/2.8.11.15.21.27.30./"))

  test("its order is the published one", async () => {
    const labels = Array.from({ length: 12 }, (_, n) => `E${String(n + 1).padStart(3, "0")}`)
    const order = await arrange(example.draw.code, textOf(example.draw.numbers), labels)
    expect(order.slice(0, 2).map(([label, at]) => [label, at.slice(0, 16)])).toEqual([
      ["E012", "12737bf2aaab56f4"],
      ["E003", "18ebe2be3d346122"],
    ])
    expect(example.draw.drawn).toEqual(["E012", "E003", "E001", "E008", "E004", "E005"])
    expect(example.draw.seated).toEqual(["E012", "E003", "E001", "E008", "E005", "E007"])
  })
})

test.each(cases.map((one) => [one.name, one] as const))("%s", async (_, one) => {
  expect(await runAgain(one.draw)).toEqual(one.faults)
})
