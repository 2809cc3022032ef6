import { expect, test } from "vitest"
import type { AreaAccount } from "@/api/desk"
import { lineOf } from "@/features/messages/lines"
import { leftOf, reminderTo } from "./reminder"

const around = { zone: "Asia/Shanghai", desk: (code: string) => `<${code}>` }

test("a reminder is shown as it will be read: what was returned first, then drafts, then nothing begun", () => {
  const head = (state: string) => ({ state }) as AreaAccount["submissions"][number]
  const says = (...states: string[]) => {
    const one = { account: "a", submissions: states.map(head) }
    return leftOf(one) && lineOf(reminderTo(one, "c-2021", "370902"), around)
  }
  expect(says("draft", "returned", "pushed")).toBe("<370902>提醒：你有 1 项申报被退回，还没有再次推送")
  expect(says("draft", "draft")).toBe("<370902>提醒：你有 2 项草稿还没有推送")
  expect(says()).toBe("<370902>提醒：你已注册，还没有新建申报")
  expect(says("pushed")).toBe(null)
})
