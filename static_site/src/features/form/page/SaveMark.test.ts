import { flushPromises, mount } from "@vue/test-utils"
import { beforeEach, expect, test, vi } from "vitest"
import { defineComponent, h } from "vue"
import { speak } from "@/i18n"
import type { SaveState } from "../autosave"
import { provideForm, type FormContext } from "../context"
import SaveMark from "./SaveMark.vue"

const fields = [
  { id: "plan", type: "long", label: { zh: "实施方案", en: "Plan" } },
  { id: "name", type: "text", label: { zh: "名称", en: "Name" } },
]

async function said(state: SaveState): Promise<string> {
  const form = { sections: [{ id: "s", title: {}, fields }] }
  const host = defineComponent(() => {
    provideForm({ form } as unknown as FormContext)
    return () => h(SaveMark, { state })
  })
  const mark = mount(host)
  await vi.dynamicImportSettled()
  await flushPromises()
  return mark.text()
}

beforeEach(() => speak("zh"))

test("what could not be saved of a form is named, and that all else was", async () => {
  const refused = [{ pointer: "/plan", field: "plan", section: "s", code: "too_heavy", params: {}, level: "refuse" }]
  expect(await said({ kind: "partly", refused } as SaveState)).toBe("“实施方案”没有存上，请改短；其余已保存")
})

test("a refusal of all says why", async () => {
  expect(await said({ kind: "refused", code: "closed" })).toContain("截止")
})
