import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { computed, createApp, defineComponent, h, nextTick, ref, shallowRef } from "vue"
import { speak } from "@/i18n"
import { provideForm, type FormContext } from "../context"
import { see, type Answer, type Answers, type Field, type Form, type Row } from "../rules"
import FieldFrame from "./FieldFrame.vue"
import { INPUTS } from "./inputs"

const base: Field = { id: "x", type: "text", label: { zh: "名称" }, required: true }
const columns: readonly Field[] = [
  { ...base, id: "name", label: { zh: "姓名" } },
  { ...base, id: "born", type: "month", label: { zh: "年月" }, required: false },
]

/** Mounts one field in a form of its own; what it says is kept as a form would. */
function mounted(field: Field, value?: Answer, context: Partial<FormContext> = {}) {
  const answers = ref<Answers>({ x: value })
  const form = {
    call: "c",
    sections: [{ id: "s", title: {}, fields: [field] }],
    checks: [],
    total_size: 1000,
  } as unknown as Form
  const seen = computed(() => see([field], answers.value))
  const Host = defineComponent(() => {
    provideForm({
      form,
      submission: "s1",
      answers,
      seen,
      today: "2021-11-01",
      regions: ref({}),
      files: shallowRef([]),
      sending: shallowRef([]),
      set: () => undefined,
      outdated: () => false,
      setFiles: () => undefined,
      uploads: {} as FormContext["uploads"],
      linkables: async () => [],
      inputs: INPUTS,
      errors: () => [],
      hints: () => [],
      faultsBelow: () => 0,
      asked: () => undefined,
      ...context,
    })
    return () =>
      h(FieldFrame, {
        field,
        pointer: "/x",
        value: answers.value["x"],
        look: seen.value.look,
        onChange: (next: Answer) => (answers.value = { x: next }),
      })
  })
  const root = document.body.appendChild(document.createElement("div"))
  createApp(Host).mount(root)
  const all = <E extends HTMLElement = HTMLElement>(selector: string): E[] => [...root.querySelectorAll<E>(selector)]
  const one = <E extends HTMLElement = HTMLElement>(selector: string): E => all<E>(selector)[0] as E
  return {
    all,
    one,
    answer: () => answers.value["x"],
    names: () => (answers.value["x"] as readonly Row[]).map((row) => row["name"]),
  }
}
async function fire(element: HTMLElement | undefined, event: Event): Promise<void> {
  element?.dispatchEvent(event)
  await vi.dynamicImportSettled() // some parts are fetched only when they are needed
  await nextTick()
}
const click = (element: HTMLElement | undefined) => fire(element, new MouseEvent("click", { bubbles: true }))
const press = (element: HTMLElement | undefined, key: string) =>
  fire(element, new KeyboardEvent("keydown", { key, bubbles: true }))

beforeEach(() => speak("zh"))
afterEach(() => (document.body.innerHTML = ""))

test("an error, the help and what was asked are tied to the control", () => {
  const { one } = mounted({ ...base, help: { zh: "全称" } }, "", { errors: () => ["请填写"], asked: () => "写全称" })
  const input = one<HTMLInputElement>("input")
  const told = (input.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent)
  expect(input.getAttribute("aria-invalid")).toBe("true")
  expect(told).toEqual(["全称", "请填写", "退回要求：“写全称”"])
  expect(one("label").getAttribute("for")).toBe(input.id)
})

test("what need not be filled in says so", () => {
  expect(mounted({ ...base, required: false }).one(".opt").textContent).toBe("选填")
})

test("a number is put into its kept form when it is left", async () => {
  const { one, answer } = mounted({ ...base, type: "integer" }, "１２８，０００")
  await fire(one("input"), new FocusEvent("blur"))
  expect(answer()).toBe("128000")
})

test("a long text counts as the server does", () => {
  const { one } = mounted({ ...base, type: "long", max: 20 }, "  𠮷\r\n字 ")
  expect(one(".meta .num").textContent).toContain("3 / 20")
})

test("an option that its condition closes cannot be chosen", () => {
  const options = [
    { value: "a", label: { zh: "甲" } },
    { value: "b", label: { zh: "乙" }, when: { field: "kind", is: "firm" } },
  ]
  const { all } = mounted({ ...base, type: "choice", options })
  expect(all<HTMLInputElement>("input").map(({ disabled }) => disabled)).toEqual([false, true])
})

test("choices are kept in the order of the form", async () => {
  const options = ["a", "b", "c"].map((value) => ({ value, label: { zh: value } }))
  const { one, answer } = mounted({ ...base, type: "choices", options }, ["c"])
  await fire(one("input"), new Event("change"))
  expect(answer()).toEqual(["a", "c"])
})

test("rows are added, moved and taken away", async () => {
  const { all, one, names } = mounted({ ...base, type: "table", columns, row_label: "name", max_rows: 2 }, [
    { _id: "aaaaaaa2", name: "甲" },
  ])
  await click(one(".add button"))
  expect(names()).toEqual(["甲", undefined])
  expect(one<HTMLButtonElement>(".add button").disabled).toBe(true)
  await click(all(".end .move")[1])
  expect(names()).toEqual([undefined, "甲"])
  await click(one(".end .danger"))
  expect(names()).toEqual(["甲"])
})

test("a day is chosen by keyboard, and Escape closes the calendar", async () => {
  const { all, one, answer } = mounted({ ...base, type: "date" }, "2021-10-31")
  await click(one(".btn.icon"))
  await press(one(".cal table"), "ArrowUp")
  await click(one(".cal [tabindex='0']"))
  expect(answer()).toBe("2021-10-24")
  await click(one(".btn.icon"))
  await press(one(".cal"), "Escape")
  expect(all(".cal")).toEqual([])
})
