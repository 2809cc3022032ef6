import { afterEach, expect, test, vi } from "vitest"
import { proveBy, useSession } from "./session"

const answered = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json" } })

/** The bodies that are sent, and what each is answered in turn. */
function server(...answers: Response[]): unknown[] {
  const sent: unknown[] = []
  vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body))
    return Promise.resolve(answers.shift())
  })
  return sent
}

let made = 0
proveBy(() => Promise.resolve(`proof ${(made += 1)}`))
afterEach(() => {
  vi.unstubAllGlobals()
  made = 0
})

test("a proof that has become too easy is followed by another, once", async () => {
  const easy = (): Response => answered(422, { code: "proof_required" })
  const sent = server(easy(), answered(201, { account: { login: "泰山" } }))
  expect(await useSession().signIn("泰山", "x")).toEqual({ account: { login: "泰山" } })
  expect(sent).toEqual(["proof 1", "proof 2"].map((proof) => ({ login: "泰山", password: "x", proof })))

  server(easy(), easy(), answered(201, {}))
  await expect(useSession().signIn("泰山", "x")).rejects.toMatchObject({ code: "proof_required" })
})

test("a wrong password is not tried again", async () => {
  const sent = server(answered(401, { code: "wrong_credentials" }))
  await expect(useSession().signIn("泰山", "x")).rejects.toMatchObject({ code: "wrong_credentials" })
  expect(sent).toHaveLength(1)
})
