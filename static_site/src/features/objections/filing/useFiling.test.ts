import { mount } from "@vue/test-utils"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { h } from "vue"
import type { Problem } from "@/api"
import type { ObjectionIn } from "@/api/objections"
import { useFiling } from "./useFiling"

const FILES = [new File(["%PDF"], "证明.pdf"), new File(["%PDF"], "函.pdf")]
const until = (is: () => unknown): Promise<void> => vi.waitFor(() => expect(is()).toBeTruthy(), { timeout: 4000 })
const ticket = (id: string) => ({ id, url: `/bucket/${id}`, fields: { key: id } })
/** Answers of the API by what an address ends with, and what was asked. */
let answers: Record<string, () => Response>
let asked: string[]
/** Whether the next upload breaks off. */
let broken: boolean

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status })

class FakeRequest {
  upload = {}
  status = 204
  onload = (): void => undefined
  onerror = (): void => undefined
  open(): void {}
  abort(): void {}
  send(): void {
    setTimeout(broken ? this.onerror : this.onload)
  }
}
class FakeWorker {
  onmessage: (said: { data: unknown }) => void = () => undefined
  postMessage(): void {
    setTimeout(() => this.onmessage({ data: { counter: 1, derivedKey: "ab" } }))
  }
  terminate(): void {}
}

beforeEach(() => {
  broken = false
  asked = []
  answers = {
    challenges: () => json({ parameters: {} }),
    objections: () => json({ code: "abcdefgh", tickets: [ticket("a"), ticket("b")] }, 201),
    tickets: () => json({ items: [ticket("a2"), ticket("b2")] }),
    complete: () => json({ name: "智慧供热", filed_at: "2021-11-25T01:00:00Z" }),
  }
  vi.stubGlobal("Worker", FakeWorker)
  vi.stubGlobal("XMLHttpRequest", FakeRequest)
  vi.stubGlobal("fetch", (address: string) => {
    const step = address.split("/").pop() ?? ""
    asked.push(step)
    return Promise.resolve(answers[step]?.() ?? json({}, 404))
  })
})
afterEach(() => vi.unstubAllGlobals())

function filing() {
  const refused: { problem: Problem; files: readonly File[] }[] = []
  let made = null as ReturnType<typeof useFiling> | null
  const setup = () => {
    made = useFiling("c-2021", 1, (problem, files) => refused.push({ problem, files }))
    return () => h("div")
  }
  mount({ setup })
  return { ...(made as unknown as ReturnType<typeof useFiling>), refused }
}
const body = (proof: string) => ({ proof }) as ObjectionIn

test("it is filed when all its evidence has arrived, and its code is there then", async () => {
  const { begin, filed, isSending } = filing()
  const begun = begin(FILES, body)
  await begun
  expect([isSending.value, filed.value]).toEqual([true, null])
  await until(() => filed.value)
  expect(asked).toEqual(["challenges", "objections", "complete"])
  expect(filed.value?.code).toBe("abcdefgh")
  expect(isSending.value).toBe(false)
})

test("a file that broke off is sent again by a new ticket, and nothing is filed before", async () => {
  broken = true
  const { begin, retry, sending, filed } = filing()
  await begin(FILES, body)
  await until(() => sending.value.every(({ upload }) => upload?.state === "failed"))
  expect(sending.value.map(({ upload }) => upload?.code)).toEqual(["offline", "offline"])
  expect(asked).not.toContain("complete")
  broken = false
  for (const { upload } of sending.value) retry(upload?.key ?? 0)
  await until(() => filed.value)
  expect(asked.filter((step) => step === "tickets").length).toBe(2)
  expect(filed.value?.code).toBe("abcdefgh")
})

test("evidence that is refused leads back to what was typed, with the files", async () => {
  const errors = [{ pointer: "/files/1", code: "content_differs" }]
  answers["complete"] = () => json({ code: "upload_wrong", errors }, 422)
  const { begin, refused, isSending, filed } = filing()
  await begin(FILES, body)
  await until(() => refused.length)
  expect(refused.map(({ problem, files }) => [problem.errors, files.length])).toEqual([[errors, 2]])
  expect([isSending.value, filed.value]).toEqual([false, null])
})

test("what cannot be completed for the moment is completed later, without sending anything anew", async () => {
  answers["complete"] = () => json({ code: "unexpected" }, 500)
  const { begin, complete, problem, isSending, filed } = filing()
  await begin(FILES, body)
  await until(() => problem.value)
  expect([problem.value?.code, isSending.value]).toEqual(["unexpected", true])
  answers["complete"] = () => json({ name: "智慧供热" })
  await complete()
  expect([problem.value, filed.value?.code]).toEqual([null, "abcdefgh"])
})

test("where a call asks for no evidence it is filed at once, or can be completed later all the same", async () => {
  answers["objections"] = () => json({ code: "abcdefgh", tickets: [] }, 201)
  answers["complete"] = () => json({ code: "unexpected" }, 500)
  const { begin, complete, isSending, filed } = filing()
  await begin([], body)
  expect([isSending.value, filed.value]).toEqual([true, null])
  answers["complete"] = () => json({ name: "智慧供热" })
  await complete()
  expect([isSending.value, filed.value?.code]).toEqual([false, "abcdefgh"])
})

test("another proof is worked out where the first was too weak", async () => {
  let first = true
  const good = answers["objections"]
  answers["objections"] = () => {
    const answer = first ? json({ code: "proof_required" }, 422) : good?.()
    first = false
    return answer as Response
  }
  const { begin, filed } = filing()
  await begin(FILES, body)
  await until(() => filed.value)
  expect(asked.slice(0, 4)).toEqual(["challenges", "objections", "challenges", "objections"])
  expect(filed.value).not.toBeNull()
})
