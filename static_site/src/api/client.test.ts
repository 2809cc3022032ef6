import { afterEach, expect, test, vi } from "vitest"
import { api, whenSignedOut } from "./client"
import { useOnline } from "./network"
import { Problem } from "./problem"

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
