/** Primitives as a person meets them. */
import { mount } from "@vue/test-utils"
import { beforeEach, expect, test, vi } from "vitest"
import { createMemoryHistory, createRouter } from "vue-router"
import { speak } from "@/i18n"
import ErrorSummary from "./ErrorSummary.vue"
import FilterBar from "./FilterBar.vue"
import ModalDialog from "./ModalDialog.vue"
import StateTabs from "./StateTabs.vue"

beforeEach(() => {
  speak("zh")
  document.body.innerHTML = ""
})

test("a dialog begins where something is to be typed, and closes by its button and by Escape unless it is fixed", async () => {
  HTMLDialogElement.prototype.showModal = vi.fn()
  const dialog = mount(ModalDialog, { props: { title: "改期" }, slots: { default: "<p>何时</p>" } })
  expect(HTMLDialogElement.prototype.showModal).toHaveBeenCalledOnce()
  expect(dialog.get("dialog").attributes("aria-labelledby")).toBe(dialog.get("h2").attributes("id"))
  await dialog.get("dialog").trigger("cancel")
  await dialog.get("button").trigger("click")
  expect(dialog.emitted("close")).toHaveLength(2)
  const fixed = mount(ModalDialog, { props: { title: "登录", fixed: true } })
  await fixed.get("dialog").trigger("cancel")
  expect([fixed.find("button").exists(), fixed.emitted("close")]).toEqual([false, undefined])
})

test("a summary takes focus, and a line leads to its control, unfolding what hides it", async () => {
  document.body.innerHTML = `<details><summary>一</summary><input id="name"></details>`
  Element.prototype.scrollIntoView = vi.fn()
  const lines = [{ id: "name", text: "请填写名称" }, { text: "附件太大" }]
  const summary = mount(ErrorSummary, { props: { title: "还有 2 处", lines }, attachTo: document.body })
  await vi.waitFor(() => expect(document.activeElement).toBe(summary.element))
  expect(summary.findAll("a").map((link) => link.text())).toEqual(["请填写名称"])
  await summary.get("a").trigger("click")
  expect(document.activeElement?.id).toBe("name")
  expect(document.querySelector("details")?.open).toBe(true)
})

test("a summary that follows what is typed takes focus once", async () => {
  const line = (text: string) => [{ id: "name", text }]
  const summary = mount(ErrorSummary, { props: { title: "", lines: line("一"), live: true }, attachTo: document.body })
  await vi.waitFor(() => expect(document.activeElement).toBe(summary.element))
  document.body.focus()
  ;(document.activeElement as HTMLElement).blur()
  await summary.setProps({ lines: line("二") })
  await new Promise((done) => setTimeout(done))
  expect(document.activeElement).not.toBe(summary.element)
})

test("the box over a list is labelled and gives what is typed", async () => {
  const bar = mount(FilterBar, {
    props: { modelValue: "", label: "查找", placeholder: "名称" },
    slots: { default: "<select></select>" },
  })
  await bar.get("input").setValue("供热")
  expect(bar.emitted("update:modelValue")).toEqual([["供热"]])
  expect([bar.get("input").attributes("aria-label"), bar.findAll("select").length]).toEqual(["查找", 1])
})

test("the figures over a list are its tabs, and one is current", () => {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:rest(.*)", component: {} }] })
  const tabs = [
    { to: "/a", label: "待办", n: 34, note: "其中再次推送 2 条", current: true },
    { to: "/a?state=returned", label: "已退回", n: 0, current: false },
  ]
  const nav = mount(StateTabs, { props: { label: "状态", tabs }, global: { plugins: [router] } })
  expect(nav.findAll("a").map((link) => [link.text(), link.attributes("aria-current")])).toEqual([
    ["待办34其中再次推送 2 条", "page"],
    ["已退回0", undefined],
  ])
})
