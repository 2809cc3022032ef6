import { expect, test } from "vitest"
import { Problem } from "@/api"
import { Bulk } from "./bulk"

test("each entry has its own result, in the order it was chosen", async () => {
  const bulk = new Bulk((id) => (id === "b" ? Promise.reject(new Problem(409, "step_not_allowed")) : Promise.resolve()))
  const results = await bulk.run(["a", "b", "c"], () => undefined)
  expect(results.map(({ id, problem }) => [id, problem?.code ?? "done"])).toEqual([
    ["a", "done"],
    ["b", "step_not_allowed"],
    ["c", "done"],
  ])
})

test("progress is told for each entry, whether it went well or not", async () => {
  const told: number[] = []
  await new Bulk((id) => (id === "a" ? Promise.reject(new Problem(0, "offline")) : Promise.resolve())).run(
    ["a", "b"],
    (done) => told.push(done),
  )
  expect(told).toEqual([1, 2])
})

test("an entry tried again is the same request, two entries are two", async () => {
  const keys: Record<string, string[]> = { a: [], b: [] }
  const bulk = new Bulk((id, key) => {
    keys[id]?.push(key)
    return Promise.resolve()
  })
  await bulk.run(["a", "b"], () => undefined)
  await bulk.run(["a"], () => undefined)
  expect(keys["a"]?.[0]).toBe(keys["a"]?.[1])
  expect(keys["a"]?.[0]).not.toBe(keys["b"]?.[0])
})
