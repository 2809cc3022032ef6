/**
 * The few marks a notice needs, read into blocks: headings, paragraphs, lists, tables, quotes;
 * within a line bold and links. What is not known stays plain text; nothing is ever taken as HTML.
 */
export type Inline = string | { bold: string } | { link: string; label: string }
export type Line = Inline[]
export type Block =
  | { kind: "heading"; level: number; line: Line }
  | { kind: "paragraph" | "quote"; lines: Line[] }
  | { kind: "list"; ordered: boolean; items: Line[] }
  | { kind: "table"; head: Line[]; rows: Line[][] }

const MARK = /\*\*(.+?)\*\*|\[([^\]]+)\]\(((?:https?:\/\/|\/|#|mailto:|tel:)[^\s)]*)\)/g

/** Reads bold and links; an address of any other scheme stays text. */
export function inline(source: string): Line {
  const line: Line = []
  let end = 0
  for (const found of source.matchAll(MARK)) {
    if (found.index > end) line.push(source.slice(end, found.index))
    line.push(found[1] ? { bold: found[1] } : { link: found[3] ?? "", label: found[2] ?? "" })
    end = found.index + found[0].length
  }
  if (end < source.length) line.push(source.slice(end))
  return line
}

const BULLET = /^[-*] +/
const NUMBER = /^\d+[.、] */
const cells = (row: string): Line[] =>
  row
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => inline(cell.trim()))

function list(rows: string[], mark: RegExp, ordered: boolean): Block {
  return { kind: "list", ordered, items: rows.map((row) => inline(row.replace(mark, ""))) }
}

function table([head = "", , ...rows]: string[]): Block {
  return { kind: "table", head: cells(head), rows: rows.map(cells) }
}

function block(rows: string[]): Block {
  const first = rows[0] ?? ""
  const heading = /^(#{1,4}) +(.*)/.exec(first)
  if (heading) return { kind: "heading", level: heading[1]?.length ?? 1, line: inline(heading[2] ?? "") }
  if (rows.every((row) => BULLET.test(row))) return list(rows, BULLET, false)
  if (rows.every((row) => NUMBER.test(row))) return list(rows, NUMBER, true)
  if (rows.length > 2 && /^\|?[\s:|-]+$/.test(rows[1] ?? "")) return table(rows)
  if (first.startsWith("> ")) return { kind: "quote", lines: rows.map((row) => inline(row.replace(/^> ?/, ""))) }
  return { kind: "paragraph", lines: rows.map(inline) }
}

/**
 * Splits a text at blank lines.
 * A heading is a block of its own even without one.
 */
export function blocks(source: string): Block[] {
  return source
    .replace(/\r\n?/g, "\n")
    .replace(/^(#{1,4} .*)$/gm, "\n$1\n")
    .split(/\n\s*\n/)
    .map((part) => part.split("\n").filter((row) => row.trim()))
    .filter((rows) => rows.length)
    .map(block)
}

const plain = (line: Line): string =>
  line.map((part) => (typeof part === "string" ? part : "bold" in part ? part.bold : part.label)).join("")

/** The first heading's text. */
export function titleOf(source: string): string {
  const heading = blocks(source).find((one) => one.kind === "heading")
  return heading?.kind === "heading" ? plain(heading.line) : ""
}

/**
 * The first paragraph before the first part.
 * A salutation, which ends in a colon, is none.
 */
export function excerpt(source: string): string {
  const all = blocks(source)
  const parts = all.findIndex((one) => one.kind === "heading" && one.level > 1)
  const paragraphs = all
    .slice(0, parts < 0 ? undefined : parts)
    .flatMap((one) => (one.kind === "paragraph" ? [one.lines.map(plain).join("")] : []))
  return paragraphs.find((one) => !/[：:]$/.test(one)) ?? ""
}
