import { flushPromises, mount } from "@vue/test-utils"
import { computed, defineComponent, ref, shallowRef } from "vue"
import { createMemoryHistory, createRouter } from "vue-router"
import { afterEach, expect, test, vi } from "vitest"
import { spoken } from "@/ui/live"
import type { Form, Problem } from "../rules"
import type { OpenForm } from "../useForm"
import { useCheck } from "./useCheck"
import { useFolding } from "./useFolding"

const field = (id: string) => ({ id, type: "text", label: { zh: id } })
const form = {
  sections: [
    { id: "first", title: { zh: "一" }, fields: [field("a")] },
    { id: "second", title: { zh: "二" }, fields: [field("b")] },
  ],
} as unknown as Form
const MISSING = {
  pointer: "/b",
  field: "b",
  section: "second",
  code: "required",
  params: {},
  level: "refuse",
} as Problem

let leavePage = (): void => undefined
afterEach(() => {
  leavePage()
  vi.unstubAllGlobals()
})

/** A form that is checked: what is wrong here and by the server, whether it could be saved, files on their way. */
async function checking({ here = [] as Problem[], server = [] as Problem[], saved = true, busy = 0 } = {}) {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ problems: server }), { status: 200 })))
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: "/:rest(.*)", component: { render: () => null } }],
  })
  await router.push("/here")
  const found = shallowRef<readonly Problem[]>(here)
  const problems = {
    refused: computed(() => found.value),
    checked: ref(false),
    fromServer: (all: readonly Problem[]) => (found.value = all),
  }
  const saving = { save: { flush: () => Promise.resolve(saved) }, state: ref({ kind: saved ? "saved" : "offline" }) }
  let check!: ReturnType<typeof useCheck>
  let folding!: ReturnType<typeof useFolding>
  const page = mount(
    defineComponent({
      setup: () => {
        folding = useFolding(form, (id) => id === "second")
        const open = { problems, saving } as unknown as OpenForm
        check = useCheck("x", form, open, folding.folded, ref(busy))
        return () => null
      },
    }),
    { global: { plugins: [router] } },
  )
  leavePage = () => page.unmount()
  await check.check()
  await flushPromises()
  return { ...check, ...folding, checked: problems.checked, at: router.currentRoute.value.fullPath }
}

test("a form that is whole goes on to the push", async () => {
  expect((await checking()).at).toBe("/submissions/x/push")
})

test.each(["here", "server"])("what is wrong by %s is listed, its section unfolded, and nothing pushed", async (by) => {
  const { at, checks, lines, folded, checked } = await checking({ [by]: [MISSING] })
  expect([at, checks.value, checked.value]).toEqual(["/here", 1, true])
  expect(folded.value).toEqual({ first: false, second: false })
  expect(lines.value.map(({ id, text }) => [id, text.slice(0, 5)])).toEqual([["f-b", "二 › b"]])
})

test("files on their way are waited for", async () => {
  expect([(await checking({ busy: 2 })).at, spoken.value]).toEqual(["/here", "还有 2 个文件在上传，传完再推送"])
})

test("what could not be saved is not pushed, and said to be kept here", async () => {
  expect([(await checking({ saved: false })).at, spoken.value]).toEqual(["/here", "未上传，改动已存在本机"])
})
