/** Renders a notice's blocks as elements; see markdown.ts for what is understood. */
import { defineComponent, h, type VNode } from "vue"
import { RouterLink } from "vue-router"
import { blocks, type Block, type Inline, type Line } from "./markdown"

/** 100 个 stays on one line. */
const counted = (text: string): string => text.replace(/(\d) (?=[\u4e00-\u9fff])/g, "$1\u00a0")

function part(it: Inline): VNode | string {
  if (typeof it === "string") return counted(it)
  if ("bold" in it) return h("strong", it.bold)
  return it.link.startsWith("/") ? h(RouterLink, { to: it.link }, () => it.label) : h("a", { href: it.link }, it.label)
}
const parts = (line: Line): (VNode | string)[] => line.map(part)
const lines = (all: Line[]): (VNode | string)[] =>
  all.flatMap((line, i) => (i ? [h("br"), ...parts(line)] : parts(line)))

function drawn(it: Block): VNode {
  switch (it.kind) {
    case "heading":
      return h(`h${it.level}`, parts(it.line))
    case "list":
      return h(
        it.ordered ? "ol" : "ul",
        it.items.map((item) => h("li", parts(item))),
      )
    case "table":
      return h("div", { class: "scroll", tabindex: 0, role: "group" }, [
        h("table", [
          h(
            "thead",
            h(
              "tr",
              it.head.map((cell) => h("th", { scope: "col" }, parts(cell))),
            ),
          ),
          h(
            "tbody",
            it.rows.map((row) =>
              h(
                "tr",
                row.map((cell) => h("td", parts(cell))),
              ),
            ),
          ),
        ]),
      ])
    case "quote":
      return h("blockquote", lines(it.lines))
    case "paragraph":
      return h("p", lines(it.lines))
  }
}

export default defineComponent({
  name: "NoticeText",
  props: { source: { type: String, required: true } },
  setup: (props) => () => h("div", { class: "prose" }, blocks(props.source).map(drawn)),
})
