// @vitest-environment happy-dom
import { flushPromises, mount } from "@vue/test-utils"
import { expect, test, vi } from "vitest"
import { defineComponent, h } from "vue"
import { provideForm, type FormContext, type Linkable } from "../context"
import LinkInput from "./LinkInput.vue"

const own: Linkable = { id: "own", name: "自己的", state: "pushed", requested: false, confirmed: null }
const strange: Linkable = { id: "strange", name: null, state: null, requested: false, confirmed: null }
const asked = { ...strange, requested: true }

function shown(...answers: Linkable[][]) {
  const linkables = vi.fn(() => Promise.resolve(answers.shift() ?? []))
  const context = { linkables, submission: "mine" } as unknown as FormContext
  const field = { id: "related", type: "link", label: {}, states: ["pushed"] }
  const form = defineComponent(() => {
    provideForm(context)
    return () =>
      h(LinkInput, {
        field,
        value: [],
        id: "f-related",
        pointer: "/related",
        invalid: false,
        describedby: "",
        look: () => undefined,
      } as never)
  })
  return mount(form)
}

test("an entry of another account has no name, may be chosen, and its owner can be asked once", async () => {
  const sent: string[] = []
  vi.stubGlobal("fetch", (url: string) => {
    sent.push(url)
    return Promise.resolve(new Response(null, { status: 204 }))
  })
  const page = shown([own, strange], [own, asked])
  await flushPromises()
  expect(page.text()).toContain("自己的")
  expect(page.text()).toContain("其他账户申报的一项（1）")
  expect(page.findAll("input:disabled")).toHaveLength(0)
  await page.get("button").trigger("click")
  await flushPromises()
  expect(sent).toEqual(["/api/submissions/strange/link-requests"])
  expect(page.text()).toContain("已请对方确认")
  expect(page.find("button").exists()).toBe(false)
  vi.unstubAllGlobals()
})
