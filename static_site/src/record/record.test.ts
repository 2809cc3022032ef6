/** What Python wrote is checked here with the same outcome: trees, signatures, files. */
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { webcrypto } from "node:crypto"
import { beforeAll, describe, expect, test } from "vitest"
import { canCheck, decode, encode, utf8, type Bytes } from "./bytes"
import { checkFile, type Fetch } from "./check"
import { fits, rawOf, readKey } from "./notes"
import { isConsistent, isIncluded, leafHash, root } from "./tree"

interface Cases {
  readonly trees: {
    readonly roots: string[]
    readonly inclusion: { readonly size: number; readonly index: number; readonly path: string[] }[]
    readonly consistency: { readonly size: number; readonly old: number; readonly path: string[] }[]
  }
  readonly signatures: {
    readonly verifier: string
    readonly of: { readonly name: string; readonly message: string; readonly der: string; readonly raw: string }[]
  }
  readonly record: Readonly<Record<string, string>>
  readonly files: { readonly name: string; readonly text: string; readonly faults: string[] }[]
}

const file = resolve(process.cwd(), "../tests/parity/record/cases.json")
const { trees, signatures, record, files } = JSON.parse(readFileSync(file, "utf8")) as Cases
const roots = trees.roots.map(decode)
let leaves: Bytes[] = []

beforeAll(async () => {
  if (!canCheck()) Object.defineProperty(globalThis, "crypto", { value: webcrypto })
  leaves = await Promise.all(roots.slice(1).map((_, n) => leafHash(utf8(`leaf ${n}`))))
})

describe("the tree", () => {
  test("has the same root for every size", async () => {
    const here = await Promise.all(roots.map((_, size) => root(leaves.slice(0, size))))
    expect(here.map(encode)).toEqual(trees.roots)
  })

  test("shows where each leaf is, and no other there", async () => {
    for (const { size, index, path } of trees.inclusion) {
      const [leaf, other, of, way] = [leaves[index], leaves[index + 1], roots[size], path.map(decode)]
      expect(await isIncluded(leaf as Bytes, index, size, way, of as Bytes)).toBe(true)
      expect(await isIncluded(other as Bytes, index, size, way, of as Bytes)).toBe(false)
      expect(await isIncluded(leaf as Bytes, index, size, [...way, leaf as Bytes], of as Bytes)).toBe(false)
      expect(await isIncluded(leaf as Bytes, index, size, way, roots[size - 1] as Bytes)).toBe(false)
    }
  })

  test("shows that it only grew", async () => {
    for (const { size, old, path } of trees.consistency) {
      const [before, of, way] = [roots[old] as Bytes, roots[size] as Bytes, path.map(decode)]
      expect(await isConsistent(old, before, size, of, way)).toBe(true)
      expect(await isConsistent(old, roots[old + 1] as Bytes, size, of, way)).toBe(false)
      expect(await isConsistent(old, before, size, of, [...way, before])).toBe(false)
      if (old && old < size) {
        expect(await isConsistent(old, before, size, roots[size - 1] as Bytes, way)).toBe(false)
        expect(await isConsistent(old, before, size, of, way.slice(0, -1))).toBe(false)
      }
    }
  })
})

describe("a signature", () => {
  test.each(signatures.of.map((one) => [one.name, one] as const))("with a %s fits", async (_, one) => {
    const { key } = await readKey(signatures.verifier)
    expect(encode(rawOf(decode(one.der)) as Bytes)).toBe(one.raw)
    expect(await fits(key, decode(one.der), one.message)).toBe(true)
    expect(await fits(key, decode(one.der), `${one.message} `)).toBe(false)
  })

  test("in another shape is none", () => {
    const bytes = decode(signatures.of[0]?.der ?? "")
    expect(rawOf(new Uint8Array())).toBe(null)
    expect(rawOf(bytes.slice(0, -1))).toBe(null)
    expect(rawOf(Uint8Array.of(...bytes, 0))).toBe(null)
    expect(rawOf(Uint8Array.of(0x31, ...bytes.slice(1)))).toBe(null)
  })
})

const fetched =
  (of: Readonly<Record<string, string>>): Fetch =>
  (_, name) =>
    of[name] === undefined ? Promise.reject(new Error(name)) : Promise.resolve(of[name])

describe("a file", () => {
  test.each(files.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const verdict = await checkFile(one.text, fetched(record))
    expect(verdict.fault === null ? [] : [verdict.fault]).toEqual(one.faults)
  })

  test("is checked against nothing where the record itself was changed", async () => {
    const text = files[0]?.text ?? ""
    const names = Object.keys(record)
    for (const name of names) {
      const { [name]: of = "", ...rest } = record
      expect([name, (await checkFile(text, fetched(rest))).fault]).toEqual([name, "record"])
      const covered = name === "checkpoint" || name.startsWith("leaves-")
      for (const changed of covered ? [of.slice(0, -3), of.replace(/\d/, "9")] : []) {
        const { fault } = await checkFile(text, fetched({ ...rest, [name]: changed }))
        expect([name, fault]).toEqual([name, "record"])
      }
    }
  })
})
