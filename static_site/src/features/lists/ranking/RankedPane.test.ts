import { mount } from "@vue/test-utils"
import { expect, test } from "vitest"
import type { Board, DeskHead } from "@/api/desk"
import RankedPane from "./RankedPane.vue"
import RankRow from "./RankRow.vue"

const ids = ["a", "b", "c"]
const heads = new Map(ids.map((id) => [id, { id, name: id, unit_name: id } as DeskHead]))

function mounted(places: number | null, order: readonly string[] = ids) {
  const quota = places === null ? null : { places, left: places - order.length, slack: 0 }
  return mount(RankedPane, {
    props: {
      board: { state: "open", items: [], quota } as unknown as Board,
      order,
      heads,
      moved: new Set<string>(),
      baseRank: () => 1,
      from: () => "",
      figure: () => "",
      to: (id: string) => `/${id}`,
    },
    global: {
      stubs: { RankRow: { props: ["head", "rank"], template: "<li class='one'>{{ rank }}{{ head.id }}</li>" } },
    },
  })
}

test("entries stand in their order, the line of the quota behind its last place", () => {
  const lines = (places: number | null) =>
    mounted(places)
      .findAll("li")
      .map((line) => line.classes()[0])
  expect(
    mounted(null)
      .findAll("li.one")
      .map((row) => row.text()),
  ).toEqual(["1a", "2b", "3c"])
  expect(lines(2)).toEqual(["one", "one", "cut", "one"])
  expect(lines(null)).toEqual(["one", "one", "one"])
})

test("an empty list says what to do", () => {
  expect(mounted(null, []).findAll("li.one")).toHaveLength(0)
  expect(mounted(null, []).text()).not.toBe("")
})

test("a move is passed on", async () => {
  const pane = mounted(null)
  pane.findComponent(RankRow).vm.$emit("move", 0, false)
  expect(pane.emitted("move")).toEqual([["a", 0]])
})
