import { afterEach, expect, test, vi } from "vitest"
import { api, type Account } from "@/api"
import { gather, MOST_PAGES, paged } from "./gather"

afterEach(() => vi.restoreAllMocks())

const account = { id: "a-1", role: "applicant" } as Account

test("all pages are one list, and it says so where there are more than may be fetched", async () => {
  const two = (cursor?: string) => Promise.resolve(cursor ? { items: [2], cursor: null } : { items: [1], cursor: "x" })
  expect(await paged(two)).toEqual([[1, 2], true])
  const [items, complete] = await paged(() => Promise.resolve({ items: [1], cursor: "x" }))
  expect([items.length, complete]).toEqual([MOST_PAGES, false])
})

test("each submission comes with its history and every version that was pushed", async () => {
  const asked: string[] = []
  vi.spyOn(api, "get").mockImplementation(((route: string, { path }: { path?: { n?: number } } = {}) => {
    asked.push(route)
    if (route === "/submissions") return Promise.resolve({ items: [{ id: "c.t.x", revision: 2 }], cursor: null })
    if (route.endsWith("{n}")) return Promise.resolve({ n: path?.n })
    return Promise.resolve({ items: [], cursor: null })
  }) as unknown as typeof api.get)
  const noted: number[] = []
  const found = await gather(account, (n) => noted.push(n))
  expect(found).toMatchObject({ complete: true, submissions: [{ history: [], revisions: [{ n: 1 }, { n: 2 }] }] })
  expect(noted).toEqual([1])
  expect(asked).toEqual(expect.arrayContaining(["/dossier", "/sessions", "/messages", "/accounts/{id}/history"]))
})

test("who files nothing is not asked for submissions", async () => {
  const get = vi.spyOn(api, "get").mockResolvedValue({ items: [], cursor: null } as never)
  await gather({ ...account, role: "organiser" }, () => undefined)
  expect(get.mock.calls.map(([route]) => route)).not.toContain("/submissions")
})
