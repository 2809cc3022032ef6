import { enableAutoUnmount, mount } from "@vue/test-utils"
import { reactive } from "vue"
import { afterEach, beforeEach, expect, test } from "vitest"
import { setClock, type Submission } from "@/api"
import type { Board } from "@/api/desk"
import { speak } from "@/i18n"
import DecideBar from "./DecideBar.vue"

enableAutoUnmount(afterEach)
const NOW = "2021-11-10T00:00:00Z"
const board = (more: Partial<Board> = {}): Board =>
  ({ state: "open", closes: "2021-11-20T00:00:00Z", items: [{ id: "a" }, { id: "b" }], quota: null, ...more }) as Board

function mounted(more: { board?: Board; can?: string[]; state?: string; mine?: boolean } = {}) {
  const typed = reactive({ rank: "", opinion: "" })
  const entry = { head: { id: "x", state: more.state ?? "pushed", desk: "370902" }, can: more.can ?? ["recommend"] }
  const bar = mount(DecideBar, {
    props: {
      entry: entry as unknown as Submission,
      board: more.board ?? board(),
      typed,
      mine: more.mine ?? true,
      desks: new Map(),
      busy: false,
      trouble: "",
      hint: "",
      ranking: "/ranking",
    },
    global: { stubs: { RouterLink: true } },
    attachTo: document.body,
  })
  const press = () => bar.get("form").trigger("submit")
  return { bar, press }
}

beforeEach(() => {
  speak("zh")
  setClock(NOW)
  document.body.innerHTML = '<div id="skips"></div>' // the frame's, for the bar's link
})

test("a recommendation needs a rank and an opinion, and says which is missing", async () => {
  const { bar, press } = mounted()
  await press()
  expect([bar.emitted("recommend"), document.activeElement?.id]).toEqual([undefined, "rank"])
  expect(bar.text()).toContain("请写推荐排序")
  await bar.get("#rank").setValue("4")
  await press()
  expect(bar.text()).toContain("请写 1 到 3 之间的位次")
  await bar.get("#rank").setValue("3")
  await press()
  expect([bar.emitted("recommend"), document.activeElement?.id]).toEqual([undefined, "opinion"])
  await bar.get("#opinion").setValue(" 同意 ")
  await press()
  expect(bar.emitted("recommend")).toEqual([[3, "同意"]])
})

test("how many places are left, are over, and that none is", () => {
  const says = (left: number, slack: number) =>
    mounted({ board: board({ quota: { places: 2, left, slack } as Board["quota"] }) }).bar.text()
  expect(says(1, 0)).toContain("名额 2，还可推荐 1 条")
  expect(says(-1, 3)).toContain("只可再超出 2 条")
  expect(says(0, 0)).toContain("名额 2 已用完")
})

test("a reported list and a date that is over leave nothing to decide, and say why", () => {
  const of = (more: Partial<Board>) => mounted({ board: board(more) }).bar
  for (const [bar, why] of [
    [of({ state: "reported" }), "名单已上报"],
    [of({ closes: "2021-11-01T00:00:00Z" }), "推荐已截止"],
  ] as const)
    expect([bar.find("#rank").exists(), bar.text().includes(why)]).toEqual([false, true])
})

test.each([
  ["recommended", "已推荐，第 2 位"],
  ["returned", "已退回，等申报单位修改"],
  ["declined", "不予推荐"],
  ["withdrawn", ""],
])("an entry that is %s says how it stands", (state, said) => {
  const { bar } = mounted({ state, can: [], board: board({ items: [{ id: "a" }, { id: "x" }] as Board["items"] }) })
  expect(bar.get(".standing .num").text()).toBe(said)
})

test("a recommended entry of a reported list is not returned", () => {
  const returns = (more: { state: string; list: Board["state"] }) =>
    mounted({ state: more.state, can: ["return"], board: board({ state: more.list }) })
      .bar.find(".acts .btn")
      .exists()
  expect(returns({ state: "recommended", list: "open" })).toBe(true)
  expect(returns({ state: "recommended", list: "reported" })).toBe(false)
  expect(returns({ state: "pushed", list: "reported" })).toBe(true)
})
