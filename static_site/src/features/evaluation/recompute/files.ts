/** The files of an export: a zip that is not compressed, or its files by themselves. */

export interface ExportFiles {
  marks: string
  rules: string
  tally: string
  seals: string
}

const NAMES = { "marks.csv": "marks", "rules.json": "rules", "tally.csv": "tally", "seals.csv": "seals" } as const
type Name = keyof typeof NAMES

const isName = (name: string): name is Name => name in NAMES

/** The rows of a CSV, by the names of its heading. */
export function rowsOf(csv: string): Record<string, string>[] {
  const lines = csv.split("\n").filter(Boolean)
  const heading = (lines.shift() ?? "").split(",")
  return lines.map((line) => {
    const cells = line.split(",")
    return Object.fromEntries(heading.map((name, i) => [name, cells[i] ?? ""]))
  })
}

/**
 * The files among those that were chosen.
 * Null unless all are there.
 */
export async function filesAmong(chosen: readonly File[]): Promise<ExportFiles | null> {
  const known: Partial<Record<Name, string>> = {}
  for (const file of chosen) {
    const inside = file.name.endsWith(".zip") ? unpacked(await file.arrayBuffer()) : { [file.name]: await file.text() }
    for (const [name, text] of Object.entries(inside)) if (isName(name)) known[name] = text
  }
  const { "marks.csv": marks, "rules.json": rules, "tally.csv": tally, "seals.csv": seals } = known
  if (marks === undefined || rules === undefined || tally === undefined || seals === undefined) return null
  return { marks, rules, tally, seals }
}

const LOCAL_HEADER = 0x04034b50

/** The files of a zip whose members are stored as they are. */
function unpacked(body: ArrayBuffer): Record<string, string> {
  const view = new DataView(body)
  const found: Record<string, string> = {}
  const decode = (from: number, size: number) => new TextDecoder().decode(new Uint8Array(body, from, size))
  let at = 0
  while (at + 30 <= body.byteLength && view.getUint32(at, true) === LOCAL_HEADER) {
    const size = view.getUint32(at + 18, true)
    const named = view.getUint16(at + 26, true)
    const start = at + 30 + named + view.getUint16(at + 28, true)
    if (view.getUint16(at + 8, true) === 0) found[decode(at + 30, named)] = decode(start, size)
    at = start + size
  }
  return found
}
