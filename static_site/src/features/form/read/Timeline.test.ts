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

test("an objection is told by what the organiser wrote of it, and by how it was ruled on", () => {
  const taken = { ...event(1, false), step: "take_objection", texts: { summary: "数据来源存疑" } }
  const ruled = (n: number, consequence: string) => ({
    ...event(n, false),
    step: "rule_objection",
    facts: { consequence },
    texts: { reason: "见核实材料" },
  })
  const events = [taken, ruled(2, "none"), ruled(3, "exclude"), ruled(4, "correct")]
  const shown = mount(Timeline, { props: { events, verified: true } }).findAll("li")
  expect(shown.map((one) => one.text().split(" ")[0])).toEqual([
    "裁定异议成立，更正名称：见核实材料",
    "裁定异议成立，取消入选资格：见核实材料",
    "裁定异议不成立：见核实材料",
    "受理异议：数据来源存疑",
  ])
})

test("whose account has been closed is said to be so", () => {
  const closed = { ...event(1, false), actor: { name: "", role: "closed" } }
  expect(mount(Timeline, { props: { events: [closed], verified: true } }).text()).toContain("已注销账户")
})
