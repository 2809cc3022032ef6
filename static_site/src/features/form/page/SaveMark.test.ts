import { flushPromises, mount } from "@vue/test-utils"
import { beforeEach, expect, test, vi } from "vitest"
import { defineComponent, h } from "vue"
import { speak } from "@/i18n"
import { provideForm, type FormContext } from "../context"
import SaveMark from "./SaveMark.vue"

const fields = [
  { id: "plan", type: "long", label: { zh: "实施方案", en: "Plan" } },
  { id: "name", type: "text", label: { zh: "名称", en: "Name" } },
  { id: "budget", type: "table", label: { zh: "预算", en: "Budget" } },
]

async function said(code: string, heavy: string[]): Promise<string> {
  const form = { sections: [{ id: "s", title: {}, fields }] }
  const host = defineComponent(() => {
    provideForm({ form } as unknown as FormContext)
    return () => h(SaveMark, { state: { kind: "refused", code, fields: heavy } })
  })
  const mark = mount(host)
  await vi.dynamicImportSettled()
  await flushPromises()
  return mark.text()
}

beforeEach(() => speak("zh"))

test("a draft that is too heavy names the questions that weigh most", async () => {
  expect(await said("too_large", ["plan", "budget"])).toBe(
    "没有存上：填写内容过多，超出可保存的大小。内容最多的是实施方案、预算，请精简。",
  )
})

test("another refusal says what it is", async () => {
  expect(await said("closed", [])).toContain("截止")
})
