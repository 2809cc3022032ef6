/** A list shows each entry by the version of its call that it was pushed under. */
import { afterEach, expect, test, vi } from "vitest"
import type { Call, Track } from "@/api"
import { shown } from "@/features/form/read"
import type { Field, Form } from "@/features/form/rules"
import { fieldsOf, formsOf, ownField, withOptionsFor, withOptionsOf } from "./versions"

const call = { id: "test-2021", version: 3 } as Call
const track = { id: "scenario" } as Track

const choice = (...values: string[]): Field => {
  const options = values.map((value) => ({ value, label: { zh: `选项 ${value}` } }))
  return { id: "kind", type: "choice", label: { zh: "类型" }, options } as unknown as Field
}
const form = (field: Field): Form => ({ sections: [{ fields: [field] }] }) as unknown as Form
const OLD = form(choice("a", "z"))
const NEW = form(choice("a"))
const entry = (version: number) => ({ version, facts: { kind: "z" } })

function serve(): ReturnType<typeof vi.fn> {
  const asked = vi.fn((address: string) => Promise.resolve(Response.json(address.includes("/versions/3/") ? NEW : OLD)))
  vi.stubGlobal("fetch", asked)
  return asked
}
afterEach(() => vi.unstubAllGlobals())

test("the newest form is there, and each that an entry was pushed under", async () => {
  serve()
  const forms = await formsOf(call, track, [entry(1), entry(1), entry(0)])
  expect([...forms.keys()].sort()).toEqual([1, 3])
})

test("an entry is read by its own form, and by the newest where that is not known", () => {
  const forms = new Map([
    [3, NEW],
    [1, OLD],
  ])
  const words = (version: number) => {
    const field = ownField(fieldsOf(forms, entry(version), NEW), choice("a"))
    return shown(field, "z", {})
  }
  expect([words(1), words(3), words(0)]).toEqual(["选项 z", "z", "z"])
})

test("a filter over entries of several versions names every option once", () => {
  const forms = new Map([
    [3, NEW],
    [1, OLD],
  ])
  expect(withOptionsOf(forms, choice("a")).options?.map(({ value }) => value)).toEqual(["a", "z"])
})

test("a row that does not say its version is looked up in those before", async () => {
  const asked = serve()
  const field = await withOptionsFor({ ...call, id: "rows-2021" }, track, choice("a"), [{ kind: "z" }, { kind: "a" }])
  expect(shown(field, "z", {})).toBe("选项 z")
  expect(asked).toHaveBeenCalledTimes(1)
})

test("no version is asked for what the form knows", async () => {
  const asked = serve()
  await withOptionsFor({ ...call, id: "known-2021" }, track, choice("a"), [{ kind: "a" }, {}])
  expect(asked).not.toHaveBeenCalled()
})
