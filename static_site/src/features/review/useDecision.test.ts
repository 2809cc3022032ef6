import { flushPromises } from "@vue/test-utils"
import { shallowRef } from "vue"
import { afterEach, expect, test, vi } from "vitest"
import type { Desk } from "@/api"
import { asked } from "@/ui/confirm"
import { spoken } from "@/ui/live"
import { typedFor } from "./inputs"
import { useDecision } from "./useDecision"
import type { Review } from "./useReview"

const ID = "c.unit.x"
const ok = { status: 200, body: { state: "recommended", desk: "370900" } }
const no = (code: string, more = {}) => ({ status: 409, body: { code, ...more } })

/** A decision on an entry at 泰安, which came from 肥城; the API gives `answer` to what is sent. */
function deciding({ answer = ok as { status: number; body: object }, head = {}, stays = false } = {}) {
  const sent: [string, unknown][] = []
  vi.stubGlobal("fetch", (url: string, { body }: { body: string }) => {
    sent.push([url.replace(`/api/submissions/${ID}/`, ""), JSON.parse(body)])
    return Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status }))
  })
  const review = shallowRef({
    entry: { head: { id: ID, name: "智慧供热", came: [{ desk: "370983" }], ...head } },
    board: { items: [{ id: "y" }, { id: ID }] },
  } as unknown as Review)
  const desks = shallowRef(new Map([["370983", { names: { zh: "肥城市" } } as unknown as Desk]]))
  const goOn = vi.fn(() => Promise.resolve(!stays))
  const [reload, refresh] = [vi.fn(() => Promise.resolve()), vi.fn(() => Promise.resolve())]
  return { sent, goOn, reload, refresh, ...useDecision(ID, { review, desks, goOn, reload, refresh }) }
}

afterEach(() => {
  vi.unstubAllGlobals()
  asked.value?.answer(false)
})

test("a decision is sent, said and led on from, and what was typed is done with", async () => {
  typedFor(ID, "").opinion = "同意"
  const { recommend, sent, goOn, reload, busy } = deciding()
  const done = recommend(2, "同意")
  expect(busy.value).toBe(true)
  await done
  expect(sent).toEqual([["recommend", { rank: 2, opinion: "同意" }]])
  expect(goOn).toHaveBeenCalledWith(ok.body, "已推荐，第 2 位：智慧供热")
  expect([spoken.value, busy.value]).toEqual(["已推荐，第 2 位：智慧供热", false])
  expect(reload).not.toHaveBeenCalled()
  expect(typedFor(ID, "").opinion).toBe("")
})

test("an entry that stays is shown anew", async () => {
  const { giveBack, reload } = deciding({ stays: true })
  await giveBack("附件不全")
  expect(reload).toHaveBeenCalledOnce()
})

test("a refusal that tells of a change closes the dialog, shows the entry anew and keeps what was typed", async () => {
  typedFor(ID, "").opinion = "同意"
  const { act, asking, decline, trouble, refresh, goOn } = deciding({ answer: no("list_stale") })
  act("decline")
  await decline("不符合条件")
  expect(refresh).toHaveBeenCalledOnce()
  expect(goOn).not.toHaveBeenCalled()
  expect([asking.value, typedFor(ID, "").opinion]).toEqual([null, "同意"])
  expect(trouble.value).toContain("现有 2 条")
})

test("any other refusal is said in the dialog, which stays; the next act begins without it", async () => {
  const { act, asking, decline, trouble, problem, refresh } = deciding({ answer: no("reason_missing") })
  act("decline")
  await decline("")
  expect([asking.value, problem.value?.code, trouble.value]).toEqual(["decline", "reason_missing", ""])
  expect(refresh).not.toHaveBeenCalled()
  act("return")
  expect([asking.value, problem.value]).toEqual(["return", null])
})

test("sending back names the desk below and the time it gets; a wrong time is said at its field", async () => {
  const errors = [{ pointer: "/until", code: "too_late" }]
  const { act, until, sendBack, sent, untilFault, below } = deciding({ answer: no("invalid", { errors }) })
  act("send-back")
  until.value = "2021-11-20T00:00:00Z"
  await sendBack("请核实")
  expect(below.value).toBe("肥城市")
  expect(sent).toEqual([["send-back", { reason: "请核实", desk: "370983", until: "2021-11-20T00:00:00Z" }]])
  expect(untilFault.value).toBe("不能晚于本单位的推荐截止")
  act("send-back")
  expect([until.value, untilFault.value]).toEqual([null, ""])
})

test("taking back asks first, and says which rank is given up", async () => {
  const { act, asking, sent } = deciding()
  act("take-back")
  expect([asking.value, asked.value?.text]).toEqual([null, expect.stringContaining("离开第 2 位")])
  asked.value?.answer(false)
  await flushPromises()
  expect(sent).toEqual([])
  act("take-back")
  asked.value?.answer(true)
  await flushPromises()
  expect(sent).toEqual([["take-back", {}]])
})

test("what its applicant asks back is returned by one question, anything else by the dialog", async () => {
  const request = deciding({ head: { asked_back_at: "2021-11-02T00:00:00Z" } })
  request.act("return")
  expect(request.asking.value).toBeNull()
  asked.value?.answer(true)
  await flushPromises()
  expect(request.sent).toEqual([["return", { reason: "应申报单位申请退回。", asks: {} }]])
  const other = deciding()
  other.act("return")
  expect([other.asking.value, asked.value]).toEqual(["return", null])
})
