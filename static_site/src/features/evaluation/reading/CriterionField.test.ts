import { mount, type VueWrapper } from "@vue/test-utils"
import { expect, test } from "vitest"
import type { Criterion } from "@/api/reading"
import CriterionField from "./CriterionField.vue"

const criterion = {
  id: "effect",
  names: { zh: "成效", en: "Effect" },
  weight: 30,
  anchors: [],
  when: "below",
  mark: "5",
}

const shown = (mark: string, said = "", readonly = false): VueWrapper =>
  mount(CriterionField, {
    props: {
      criterion: criterion as unknown as Criterion,
      scale: { min: "0", max: "10", step: "0.5" },
      mark,
      said,
      readonly,
      faults: [],
    },
  })

test("a reason is asked for where the mark is low, and may be given elsewhere", async () => {
  expect(shown("4.5").get("label.label").text()).toBe("理由 低于 5 分须写")
  const high = shown("8")
  expect(high.find("textarea").exists()).toBe(false)
  await high.get("button.as-link").trigger("click")
  expect(high.find("textarea").exists()).toBe(true)
})

test("a sheet that was submitted says what was written and asks for nothing", () => {
  const low = shown("4.5", "前后口径不同", true)
  expect(low.get(".as-typed").text()).toBe("前后口径不同")
  expect([low.find("textarea").exists(), low.find(".must").exists()]).toEqual([false, false])
  expect(shown("4.5", "", true).text()).not.toContain("理由")
})
