import { mount } from "@vue/test-utils"
import { beforeEach, expect, test, vi } from "vitest"
import { speak } from "@/i18n"
import type { Answers, Field, Form } from "../rules"
import ConflictDialog from "./ConflictDialog.vue"

const field = (id: string): Field => ({ id, type: "text", label: { zh: id } })
const form = { sections: [{ id: "s", title: {}, fields: ["name", "place", "rest"].map(field) }] } as unknown as Form

function mounted(base: Answers, mine: Answers, theirs: Answers) {
  HTMLDialogElement.prototype.showModal = vi.fn()
  const conflict = {
    kind: "conflict" as const,
    base,
    mine,
    theirs: { answers: theirs, updated_at: "2021-11-10T00:00:00Z" },
  }
  const dialog = mount(ConflictDialog, { props: { conflict: conflict as never, form, regions: {} } })
  const press = (word: string) =>
    dialog
      .findAll("button")
      .find((button) => button.text().includes(word))
      ?.trigger("click")
  return { dialog, press }
}

beforeEach(() => speak("zh"))

test("what one side alone changed is chosen already, what both changed waits for a person", async () => {
  const { dialog } = mounted({ name: "甲", place: "一" }, { name: "乙", place: "二" }, { name: "丙", place: "一" })
  const groups = dialog.findAll("fieldset")
  expect(groups.map((group) => group.get("legend").text().slice(0, 5))).toEqual(
    ["name", "place"].map((id) => expect.stringContaining(id)),
  )
  const checked = groups.map((group) => group.findAll("input").filter(({ element }) => element.checked).length)
  expect(checked).toEqual([0, 1])
})

test("nothing is overwritten before each is chosen", async () => {
  const { dialog } = mounted({ name: "甲" }, { name: "乙" }, { name: "丙", rest: "新" })
  const merge = dialog.findAll("button.primary").at(-1)
  await merge?.trigger("click")
  expect(dialog.emitted("choose")).toBe(undefined)
  await dialog.get("fieldset input").setValue(true)
  await merge?.trigger("click")
  expect(dialog.emitted("choose")).toEqual([[{ name: "乙", rest: "新" }]])
})
