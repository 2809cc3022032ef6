import { mount } from "@vue/test-utils"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { api, closedUntil, setClock } from "@/api"
import MaintenanceBar from "./MaintenanceBar.vue"

const answers = (headers: Record<string, string>, status = 200, body: unknown = {}) =>
  vi.stubGlobal("fetch", () =>
    Promise.resolve(
      new Response(JSON.stringify(body), { status, headers: { "Cache-Control": "no-store", ...headers } }),
    ),
  )

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-05-20T10:00:00Z") })
  setClock("2026-05-20T10:00:00Z")
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  closedUntil.value = ""
})

it("learns from any answer that the site takes no changes, and that it does again", async () => {
  answers({ "Laurel-Maintenance": "2026-05-20T12:00:00Z" })
  await api.get("/calls")
  expect(closedUntil.value).toBe("2026-05-20T12:00:00Z")
  answers({ "Cache-Control": "public, max-age=31536000, immutable" })
  await api.get("/calls")
  expect(closedUntil.value).toBe("2026-05-20T12:00:00Z")
  answers({})
  await api.get("/calls")
  expect(closedUntil.value).toBe("")
})

it("is told by a refused change too, whose problem is thrown", async () => {
  answers({ "Laurel-Maintenance": "-" }, 503, { code: "maintenance", until: null })
  await expect(api.post("/messages/read-all", undefined as never)).rejects.toMatchObject({ code: "maintenance" })
  expect(closedUntil.value).toBe("-")
})

it("says until when, and after that no moment", () => {
  closedUntil.value = "2026-05-20T12:00:00Z"
  expect(mount(MaintenanceBar).text()).toMatch(/^系统维护中，预计 .+ 恢复。已填写的内容保存在本机，恢复后自动上传。$/)
  closedUntil.value = "2026-05-20T09:00:00Z"
  expect(mount(MaintenanceBar).text()).toMatch(/^系统维护中，请稍候。/)
})

it("looks every minute whether it is over", async () => {
  closedUntil.value = "-"
  const bar = mount(MaintenanceBar)
  answers({})
  await vi.advanceTimersByTimeAsync(60_000)
  expect(closedUntil.value).toBe("")
  bar.unmount()
})
