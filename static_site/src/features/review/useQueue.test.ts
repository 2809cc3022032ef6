import { flushPromises, mount } from "@vue/test-utils"
import { defineComponent, h } from "vue"
import { createMemoryHistory, createRouter } from "vue-router"
import { afterEach, expect, test } from "vitest"
import type { State } from "@/api"
import { spoken } from "@/ui/live"
import { remember, remembered } from "@/features/lists/desk/queue"
import type { OwnDesk } from "@/features/lists/desk/useDesk"
import { listedState, useQueue, type Queue } from "./useQueue"

let leavePage = (): void => undefined
afterEach(() => leavePage())

const ownDesk = {
  call: { id: "c" },
  desk: "370902",
  organiser: false,
  track: { id: "unit" },
  to: (path: string) => `/desk/c${path}`,
} as unknown as OwnDesk

/** A page that reads entry `id`; the page before it is left. */
async function reading(id: string, { ids = ["a", "b", "c"], state = "pushed" as State } = {}) {
  leavePage()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/:rest(.*)", component: { render: () => null } }],
  })
  await router.push("/here")
  remember("c", "unit", state, ids)
  let queue!: Queue
  const page = mount(
    defineComponent({
      setup: () => {
        queue = useQueue(ownDesk, state, id, () => ids)
        return () => h("input")
      },
    }),
    { global: { plugins: [router] }, attachTo: document.body },
  )
  leavePage = () => page.unmount()
  const press = async (key: string, more: KeyboardEventInit = {}, at: EventTarget = document): Promise<string> => {
    at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }))
    await flushPromises()
    return router.currentRoute.value.fullPath
  }
  return { page, queue, press, at: () => router.currentRoute.value.fullPath }
}

test("an address keeps its list, unless that is the desk's first", async () => {
  expect((await reading("b")).queue.to("c")).toBe("/desk/c/unit/c")
  const { queue } = await reading("b", { state: "returned" })
  expect([queue.to("c"), queue.list]).toEqual(["/desk/c/unit/c?state=returned", "/desk/c/unit?state=returned"])
})

test("a list that the desk has not is its first", () => {
  expect([listedState(false, "returned"), listedState(false, "draft"), listedState(true, null)]).toEqual([
    "returned",
    "pushed",
    "nominated",
  ])
})

test.each([
  ["b", "/desk/c/unit/c"],
  ["c", "/desk/c/unit/b"],
])("what left the list leads from %s to %s, and is read no more", async (id, next) => {
  const { queue, at } = await reading(id)
  expect(await queue.goOn({ state: "recommended", desk: "370902" }, "done")).toBe(true)
  expect([at(), remembered("c", "unit", "pushed")?.includes(id)]).toEqual([next, false])
})

test("the last one leads to the list, and says that nothing is left", async () => {
  const { queue, at } = await reading("a", { ids: ["a"] })
  await queue.goOn({ state: "pushed", desk: "370900" }, "done")
  expect([at(), spoken.value]).toEqual(["/desk/c/unit", "done。这里已经没有待审阅的申报"])
})

test("what stays at the desk in its state stays in the list", async () => {
  const { queue, at } = await reading("b")
  expect(await queue.goOn({ state: "pushed", desk: "370902" }, "done")).toBe(false)
  expect([at(), remembered("c", "unit", "pushed")]).toEqual(["/here", ["a", "b", "c"]])
})

test("arrows turn the page as far as there is one", async () => {
  const { press } = await reading("b")
  expect(await press("ArrowRight")).toBe("/desk/c/unit/c")
  expect(await press("ArrowLeft")).toBe("/desk/c/unit/a")
  const first = await reading("a")
  expect(await first.press("ArrowLeft")).toBe("/here")
})

test("arrows are left to fields, dialogs and the browser, and to the next page", async () => {
  const { page, press } = await reading("b")
  expect(await press("ArrowRight", {}, page.element)).toBe("/here")
  expect(await press("ArrowRight", { altKey: true })).toBe("/here")
  const dialog = document.body.appendChild(document.createElement("dialog"))
  dialog.setAttribute("open", "")
  expect(await press("ArrowRight")).toBe("/here")
  dialog.remove()
  leavePage()
  expect(await press("ArrowRight")).not.toContain("/unit/")
})
