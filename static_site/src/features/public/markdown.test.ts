import { expect, test } from "vitest"
import { blocks, excerpt, inline, titleOf } from "./markdown"

test("headings, paragraphs, lists, quotes and tables are told apart", () => {
  const kinds = blocks(
    "# 通知\n正文一行\n\n- 甲\n- 乙\n\n1. 一\n2. 二\n\n> 引用\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
  ).map(({ kind }) => kind)
  expect(kinds).toEqual(["heading", "paragraph", "list", "list", "quote", "table"])
})

test("a table keeps its cells", () => {
  expect(blocks("| 甲 | 乙 |\n|---|---|\n| 1 | **2** |")).toEqual([
    { kind: "table", head: [["甲"], ["乙"]], rows: [[["1"], [{ bold: "2" }]]] },
  ])
})

test("bold and links are read within a line", () => {
  expect(inline("见**附件**和[手册](/help)。")).toEqual([
    "见",
    { bold: "附件" },
    "和",
    { link: "/help", label: "手册" },
    "。",
  ])
})

test.each(["[x](javascript:alert(1))", "[x](data:text/html,y)", "<img src=x onerror=alert(1)>"])(
  "%s stays plain text",
  (source) => {
    expect(inline(source)).toEqual([source])
  },
)

test("the title is the first heading, the excerpt the first sentence that is no salutation", () => {
  const source = "# 关于**评选**的通知\n\n各市大数据局：\n\n现开展评选。\n\n## 一、类别\n\n别的。"
  expect([titleOf(source), excerpt(source)]).toEqual(["关于评选的通知", "现开展评选。"])
})
