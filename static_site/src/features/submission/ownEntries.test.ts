import { expect, test } from "vitest"
import type { Head } from "@/api"
import { filtered, verbsOf } from "./ownEntries"

const head = (more: Partial<Head>): Head =>
  ({
    id: "x",
    track: "scenario",
    state: "draft",
    name: "智慧供热",
    unit_name: "热力公司",
    revision: 0,
    ...more,
  }) as Head
const all = { track: "", state: "", name: "" } as const

test("finds a part of the name or the unit, whatever the width and case of its letters", () => {
  const heads = [head({ id: "a", name: "ＡＩ供热" }), head({ id: "b", unit_name: "泰山AI公司" }), head({ id: "c" })]
  expect(filtered(heads, { ...all, name: "ai" }).map(({ id }) => id)).toEqual(["a", "b"])
})

test("keeps only the track and the state asked for", () => {
  const heads = [head({ id: "a" }), head({ id: "b", track: "unit" }), head({ id: "c", state: "pushed" })]
  expect(filtered(heads, { ...all, track: "scenario", state: "draft" }).map(({ id }) => id)).toEqual(["a"])
})

test("what was pushed can be neither edited nor deleted", () => {
  expect(verbsOf(head({ state: "pushed", revision: 1 }))).toEqual(["detail", "copy", "print"])
})

test("only a draft that was never pushed can be deleted", () => {
  expect(verbsOf(head({}))).toContain("remove")
  expect(verbsOf(head({ state: "returned", revision: 1 }))).not.toContain("remove")
})
