import { expect, test, vi } from "vitest"
import type { Account } from "@/api"
import { desksOf, openCall, useCall } from "./call"
import { useSession } from "./session"

const authority = { id: "a", names: {} }
const heads = [
  { id: "english", names: {}, authority, languages: ["en"], stage: "filing" },
  { id: "both", names: {}, authority, languages: ["zh", "en"], stage: "filing" },
]

test("a new reader sees the first call that speaks the page's language", async () => {
  vi.stubGlobal("fetch", (url: string) => {
    const found = heads.find(({ id }) => url.endsWith(`/calls/${id}`))
    const body = found ? { ...found, now: "2026-11-01T00:00:00Z" } : { items: heads }
    return Promise.resolve(new Response(JSON.stringify(body), { status: 200 }))
  })
  await openCall(null)
  expect(useCall().call.value?.id).toBe("both")
  vi.unstubAllGlobals()
})

test("the desks are asked for again by whoever signs in, who may see more of them", async () => {
  const { become } = useSession()
  let asked = 0
  vi.stubGlobal("fetch", () => {
    asked += 1
    return Promise.resolve(new Response(JSON.stringify({ items: [] }), { status: 200 }))
  })
  for (const id of [null, null, "a", "a", "b"]) {
    become(id ? ({ id } as Account) : null)
    await desksOf("one")
  }
  expect(asked).toBe(3)
  become(null)
  vi.unstubAllGlobals()
})

test("whoever signs in lands in a call of the own authority, also where the public does not see it", async () => {
  const hidden = { id: "hidden", names: {}, authority: { id: "own", names: {} }, languages: ["zh"], stage: "filing" }
  vi.stubGlobal("fetch", (url: string) => {
    const body = url.endsWith("/calls/hidden")
      ? { ...hidden, now: "2026-11-01T00:00:00Z" }
      : { items: [...heads, hidden] }
    return Promise.resolve(new Response(JSON.stringify(body), { status: 200 }))
  })
  await openCall(null, "own")
  expect(useCall().call.value?.id).toBe("hidden")
  vi.unstubAllGlobals()
})
