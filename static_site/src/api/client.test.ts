import { afterEach, expect, test, vi } from "vitest"
import { api, whenSignedOut } from "./client"
import { tries, useOnline } from "./network"
import { asProblem, Problem } from "./problem"

interface Sent {
  url: string
  init: RequestInit & { headers: Record<string, string> }
}
let sent: Sent[] = []

/** A network that gives these answers, one after the other. */
function network(...answers: (Response | Error)[]): void {
  sent = []
  vi.stubGlobal("fetch", (url: string, init: Sent["init"]) => {
    sent.push({ url, init })
    const answer = answers.shift() ?? new Error("no answer left")
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  })
}
const ok = (body: unknown): Response => new Response(JSON.stringify(body), { status: 200 })
const no = (status: number, code: string, more = {}): Response =>
  new Response(JSON.stringify({ code, ...more }), { status })
const keys = (): (string | undefined)[] => sent.map(({ init }) => init.headers["Idempotency-Key"])

afterEach(() => {
  vi.unstubAllGlobals()
  whenSignedOut(() => Promise.resolve(false))
})

test("path and query are filled in and escaped", async () => {
  network(ok({ changes: [] }))
  await api.get("/submissions/{submission}/changes", { path: { submission: "a/b" }, query: { from: 1, to: 2 } })
  expect(sent[0]?.url).toBe("/api/submissions/a%2Fb/changes?from=1&to=2")
})

test("a change that met a busy server is tried again under the same key", async () => {
  network(no(409, "busy"), ok({ problems: [] }))
  await api.post("/submissions/{submission}/check", {}, { path: { submission: "s" } })
  expect(sent).toHaveLength(2)
  expect(new Set(keys()).size).toBe(1)
})

test("that it is tried again is told as long as it is", async () => {
  vi.useFakeTimers()
  network(no(429, "busy"), no(409, "busy"), ok({ problems: [] }))
  const done = api.post("/submissions/{submission}/check", {}, { path: { submission: "s" } })
  const told = [tries.value]
  for (let step = 0; step < 120; step += 1) {
    await vi.advanceTimersByTimeAsync(50)
    if (tries.value !== told.at(-1)) told.push(tries.value)
  }
  await done
  expect([told, tries.value, sent.length]).toEqual([[0, 2, 3, 0], 0, 3])
  vi.useRealTimers()
})

test("a server that stays busy is given up on after five tries", async () => {
  vi.useFakeTimers()
  network(...Array.from({ length: 9 }, () => no(409, "busy")))
  const place = { path: { submission: "s" } }
  const refused = api.post("/submissions/{submission}/push", { desk: "d", etag: "1" }, place).catch(asProblem)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await refused).toMatchObject({ code: "busy" })
  expect([sent.length, new Set(keys()).size, tries.value]).toEqual([5, 1, 0])
  vi.useRealTimers()
})

test.each([502, 503, 504])(
  "a gateway that says %i without the server is asked again, under the same key",
  async (status) => {
    network(no(status, "fault"), ok({ problems: [] }))
    await api.post("/submissions/{submission}/check", {}, { path: { submission: "s" } })
    expect([sent.length, new Set(keys()).size]).toEqual([2, 1])
  },
)

test("what spends a proof is not sent again where nobody knows what became of it", async () => {
  network(no(504, "fault"))
  await expect(api.post("/sessions", { login: "a", password: "b", proof: "c" }, { quiet: true })).rejects.toMatchObject(
    { status: 504 },
  )
  expect(sent).toHaveLength(1)
})

test("a fault of the server's own is not asked for again", async () => {
  network(no(500, "fault"))
  await expect(api.get("/calls")).rejects.toMatchObject({ status: 500 })
  expect(sent).toHaveLength(1)
})

test("two changes have two keys", async () => {
  network(ok({ problems: [] }), ok({ problems: [] }))
  await api.post("/submissions/{submission}/check", {}, { path: { submission: "s" } })
  await api.post("/submissions/{submission}/check", {}, { path: { submission: "s" } })
  expect(new Set(keys()).size).toBe(2)
})

test("a refusal is thrown with its code and its faults", async () => {
  network(no(422, "invalid", { errors: [{ pointer: "/name", code: "required" }] }))
  const problem = await api.put("/dossier", { answers: {} }, { ifMatch: "1" }).catch((thrown: unknown) => thrown)
  expect(problem).toBeInstanceOf(Problem)
  expect(problem).toMatchObject({
    status: 422,
    code: "invalid",
    errors: [{ pointer: "/name", code: "required" }],
  })
  expect(sent[0]?.init.headers["If-Match"]).toBe("1")
})

test("a network that fails is offline until an answer comes", async () => {
  network(new TypeError("failed"), ok({ items: [] }))
  const problem = await api.get("/calls").catch((thrown: unknown) => thrown)
  expect(problem).toMatchObject({ code: "offline", offline: true })
  expect(useOnline().value).toBe(false)
  await api.get("/calls")
  expect(useOnline().value).toBe(true)
})

test("a session that ended is asked for, and the request goes on", async () => {
  network(no(401, "unauthenticated"), ok({ items: [] }))
  whenSignedOut(() => Promise.resolve(true))
  expect(await api.get("/sessions")).toEqual({ items: [] })
})

test("who does not sign in again gets the refusal", async () => {
  network(no(401, "unauthenticated"))
  await expect(api.get("/sessions")).rejects.toMatchObject({ status: 401 })
})

test("a quiet request asks nobody to sign in", async () => {
  network(no(401, "wrong_credentials"))
  const asked = vi.fn(() => Promise.resolve(true))
  whenSignedOut(asked)
  await expect(api.get("/accounts/me", { quiet: true })).rejects.toMatchObject({ code: "wrong_credentials" })
  expect(asked).not.toHaveBeenCalled()
})
