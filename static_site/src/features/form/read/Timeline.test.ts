import { mount } from "@vue/test-utils"
import { expect, test } from "vitest"
import Timeline from "./Timeline.vue"

const event = (n: number, after_reset: boolean) => ({
  n,
  step: "push",
  at: "2021-11-08T08:20:00Z",
  actor: { name: "王五" },
  facts: {},
  texts: {},
  after_reset,
  hash: "",
})

test("what was done after a password reset says so, and nothing else does", () => {
  const shown = mount(Timeline, { props: { events: [event(1, false), event(2, true)], verified: true } })
  expect(shown.findAll("li").map((one) => one.text().includes("经重置密码登录"))).toEqual([true, false])
})

test("whose account has been closed is said to be so", () => {
  const closed = { ...event(1, false), actor: { name: "", role: "closed" } }
  expect(mount(Timeline, { props: { events: [closed], verified: true } }).text()).toContain("已注销账户")
})
