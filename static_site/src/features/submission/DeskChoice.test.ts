import { mount } from "@vue/test-utils"
import { expect, test } from "vitest"
import type { ReceivingDesk } from "@/api"
import DeskChoice from "./DeskChoice.vue"

const desk = (code: string, refused: string | null = null): ReceivingDesk =>
  ({ code, names: { zh: code }, contact: "", phone: "", hours: "", closes: "2021-11-15T15:59:00Z", refused }) as never

const mounted = (desks: readonly ReceivingDesk[], error = "") =>
  mount(DeskChoice, { props: { desks, error, modelValue: "" } })

test("those that can receive it are choices, the others are named with why", async () => {
  const choice = mounted([desk("370902"), desk("370900", "closed"), desk("370000")])
  expect(choice.findAll("input").map(({ element }) => element.value)).toEqual(["370902", "370000"])
  expect(choice.findAll(".cannot li")).toHaveLength(1)
  await choice.findAll("input")[1]?.setValue(true)
  expect(choice.emitted("update:modelValue")).toEqual([["370000"]])
})

test("a missing choice is said at the group, and the first control is where to go", () => {
  const choice = mounted([desk("370902"), desk("370000")], "请选择")
  expect(choice.get("fieldset").attributes("aria-describedby")).toBe("desk-error")
  expect([choice.get("#desk-error").text(), choice.get("#desk").attributes("value")]).toEqual(["请选择", "370902"])
})

test("where none can, that is said", () => {
  expect(
    mounted([desk("370900", "closed")])
      .find(".note.warn")
      .exists(),
  ).toBe(true)
})
