import { mount } from "@vue/test-utils"
import { expect, test } from "vitest"
import MomentInput from "./MomentInput.vue"

const props = { id: "until", label: "延长到", zone: "Asia/Shanghai", help: "晚于现在" }

function mounted(modelValue: string | null) {
  const input = mount(MomentInput, { props: { ...props, modelValue } })
  const type = async (date: string, time: string): Promise<void> => {
    const [day, clock] = input.findAll("input")
    await day?.setValue(date)
    await clock?.setValue(time)
    await clock?.trigger("change")
  }
  return { input, type, last: () => input.emitted<[string | null]>("update:modelValue")?.at(-1)?.[0] }
}

test("a moment is shown in the call's zone", () => {
  const { input } = mounted("2021-11-12T10:00:00Z")
  expect(input.findAll("input").map(({ element }) => element.value)).toEqual(["2021-11-12", "18:00"])
})

test("what is typed is read in the call's zone; nothing typed is none", async () => {
  const { type, last } = mounted(null)
  await type("2021-11-12", "18:00")
  expect(Date.parse(last() ?? "")).toBe(Date.parse("2021-11-12T10:00:00Z"))
  await type("", "")
  expect(last()).toBe(null)
})

test("half a moment is wrong, is said at the field and gives none", async () => {
  const { input, type, last } = mounted("2021-11-12T10:00:00Z")
  await type("2021-11-12", "")
  expect([last(), input.emitted("update:wrong")?.at(-1)]).toEqual([null, [true]])
  expect(input.get("input").attributes("aria-describedby")).toBe("until-help until-error")
  expect(input.get("#until-error").text()).toContain("完整的日期和时间")
})
