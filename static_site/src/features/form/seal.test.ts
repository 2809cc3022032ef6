import { shallowRef } from "vue"
import { expect, test } from "vitest"
import type { FormFile } from "./rules"
import { sealedNote } from "./files/sealNote"
import { useSealed } from "./seal"

const file = (id: string, content = ""): FormFile =>
  ({ id, field: "pledge", name: id, kind: "pdf", size: 1, content }) as FormFile

test("a scan that was sealed for the content as it stands is in order", () => {
  const { outdated } = useSealed(shallowRef([file("scan", "AAAA")]), "AAAA")
  expect(outdated(file("scan"))).toBe(false)
})

test("a scan of other content is pointed out from the start", () => {
  const { outdated } = useSealed(shallowRef([file("scan", "AAAA"), file("photo")]), "BBBB")
  expect([outdated(file("scan")), outdated(file("photo"))]).toEqual([true, false])
})

test("an answer that changes outdates what was sealed before, and not what is sealed after", () => {
  const files = shallowRef<readonly FormFile[]>([file("scan", "AAAA")])
  const { outdated, changed } = useSealed(files, "AAAA")
  changed()
  files.value = [file("scan", "AAAA"), file("again", "CCCC")]
  expect([outdated(file("scan")), outdated(file("again"))]).toEqual([true, false])
})

test("another attachment that comes or goes outdates what was sealed", () => {
  const files = shallowRef<readonly FormFile[]>([file("scan", "AAAA")])
  const { outdated } = useSealed(files, "AAAA")
  files.value = [file("scan", "AAAA"), file("photo")]
  expect(outdated(file("scan"))).toBe(true)
})

test("whoever reads what was pushed is told of a scan sealed for other content, with both codes", () => {
  expect(sealedNote(file("scan", "AAAA"), "BBBB")).toBe(
    "盖章件与当前内容不一致：盖章件的内容码是 AAAA，当前内容码是 BBBB",
  )
  expect([sealedNote(file("scan", "AAAA"), "AAAA"), sealedNote(file("photo"), "BBBB")]).toEqual(["", ""])
})
