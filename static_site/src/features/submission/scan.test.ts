import { expect, test, vi } from "vitest"
import { scanned } from "./scan"

const CODES = ["", "AAAA2222", "BBBB3333", "CCCC4444"]
const HEAD = { id: "c.t.x", revision: 3 }

function answering(missing: number[] = []): void {
  vi.stubGlobal("fetch", (url: string | URL | Request) => {
    const path = new URL(url instanceof Request ? url.url : String(url), "http://localhost").pathname
    const n = Number(/revisions\/(\d+)$/.exec(path)?.[1] ?? 0)
    const found = n && !missing.includes(n) ? { n, code: CODES[n] } : n ? null : HEAD
    const body = found ?? { type: "about:blank", title: "Not Found", status: 404, code: "not_found" }
    const type = found ? "application/json" : "application/problem+json"
    return Promise.resolve(
      new Response(JSON.stringify(body), { status: found ? 200 : 404, headers: { "content-type": type } }),
    )
  })
}

test("the code of the last push is the latest, whatever its case", async () => {
  answering()
  expect(await scanned("SD-1", "cccc4444")).toMatchObject({ verdict: "latest", n: 3 })
})

test("an earlier push is told by its number", async () => {
  answering()
  expect(await scanned("SD-1", "AAAA2222")).toMatchObject({ verdict: "older", n: 1 })
})

test("a code of nothing that was pushed is told so", async () => {
  answering()
  expect(await scanned("SD-1", "ZZZZ9999")).toMatchObject({ verdict: "other", n: 0 })
})

test("pushes that the reader may not see are passed over", async () => {
  answering([3])
  expect(await scanned("SD-1", "BBBB3333")).toMatchObject({ verdict: "older", n: 2 })
})
