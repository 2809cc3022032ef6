import { expect, test } from "vitest"
import type { FormFile } from "../rules"
import { kindOf, UploadFailed, Uploads, type Ticket, type Upload, type UploadDoor } from "./uploads"

const pdf = (name: string): File => new File(["%PDF"], name)
const settle = () => new Promise((resolve) => setTimeout(resolve))

/** A door whose sends end when the test says so. */
function hall() {
  const waiting: { name: string; ok: () => void; fail: () => void; progress: (percent: number) => void }[] = []
  const kept: FormFile[] = []
  const door: UploadDoor = {
    begin: async (field, file) => ({ id: `${field}/${file.name}`, url: "", fields: {} }),
    send: (_: Ticket, file, progress, signal) =>
      new Promise((ok, no) => {
        signal.addEventListener("abort", () => no(new UploadFailed("cancelled")))
        waiting.push({ name: file.name, ok, fail: () => no(new UploadFailed("offline")), progress })
      }),
    complete: async (id) => {
      const [field = "", name = ""] = id.split("/")
      kept.push({ id, field, name, size: 4, kind: kindOf(name) })
      return [...kept]
    },
    codeOf: (thrown) => (thrown as UploadFailed).code,
  }
  const state: { list: readonly Upload[]; files: readonly FormFile[] } = { list: [], files: [] }
  const uploads = new Uploads(
    door,
    (list) => (state.list = list),
    (files) => (state.files = files),
  )
  return { uploads, waiting, state, states: () => state.list.map((one) => one.state) }
}

test("two are sent at a time and the third waits", async () => {
  const { uploads, waiting, states } = hall()
  uploads.add("proof", [pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf")])
  await settle()
  expect(states()).toEqual(["sending", "sending", "waiting"])
  waiting[0]?.ok()
  await settle()
  expect(waiting.map(({ name }) => name)).toEqual(["a.pdf", "b.pdf", "c.pdf"])
})

test("a file counts only when the server has checked it", async () => {
  const { uploads, waiting, state } = hall()
  uploads.add("proof", [pdf("a.pdf")])
  await settle()
  waiting[0]?.progress(62)
  expect(state.list[0]?.percent).toBe(62)
  expect(state.files).toEqual([])
  waiting[0]?.ok()
  await settle()
  expect(state.list).toEqual([])
  expect(state.files.map(({ name }) => name)).toEqual(["a.pdf"])
})

test("a cancelled one is gone and makes room for the next", async () => {
  const { uploads, waiting, state } = hall()
  uploads.add("proof", [pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf")])
  await settle()
  uploads.cancel(state.list[0]?.key ?? 0)
  await settle()
  expect(state.list.map(({ file, state: at }) => [file.name, at])).toEqual([
    ["b.pdf", "sending"],
    ["c.pdf", "sending"],
  ])
  expect(waiting.length).toBe(3)
})

test("a failed one says why and can be tried again", async () => {
  const { uploads, waiting, state } = hall()
  uploads.add("proof", [pdf("a.pdf")])
  await settle()
  waiting[0]?.fail()
  await settle()
  expect(state.list[0]).toMatchObject({ state: "failed", code: "offline" })
  uploads.retry(state.list[0]?.key ?? 0)
  await settle()
  waiting[1]?.ok()
  await settle()
  expect(state.files.length).toBe(1)
})

test.each([
  ["报告.PDF", "pdf"],
  ["a.b.jpeg", "jpg"],
  ["无", ""],
])("the kind of %s is %s", (name, kind) => expect(kindOf(name)).toBe(kind))
