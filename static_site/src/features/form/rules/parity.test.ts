/** The server's rules and these are one: every case of `tests/parity` holds here as it does there. */
import { readdirSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, test } from "vitest"
import {
  allFields,
  clean,
  missing,
  problems,
  see,
  type Answers,
  type Form,
  type FormFile,
  type Missing,
  type Problem,
  type Regions,
} from "."

interface Case {
  readonly name: string
  readonly answers: Answers
  readonly files: readonly FormFile[]
  readonly links: Readonly<Record<string, string | null>>
  readonly today: string
  readonly problems: readonly Problem[]
  readonly missing: Missing
  readonly visible: readonly string[]
  readonly clean?: Answers
}
interface Table {
  readonly about: string
  readonly regions: Regions
  readonly form: Form
  readonly cases: readonly Case[]
}

const folder = resolve(process.cwd(), "../tests/parity")
const tables = readdirSync(folder).filter((name) => name.endsWith(".json"))

test("there are shared cases", () => expect(tables.length).toBeGreaterThan(0))

describe.each(tables)("%s", (name) => {
  const { form, regions, cases } = JSON.parse(readFileSync(resolve(folder, name), "utf8")) as Table

  test.each(cases.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const found = problems(form, one.answers, one.files, { today: one.today, regions, links: one.links })
    const kept = clean(form, one.answers)
    const { shown } = see(allFields(form), kept, one.today)
    expect(found).toEqual(one.problems)
    expect(missing(form, found)).toEqual(one.missing)
    expect(
      allFields(form)
        .map(({ id }) => id)
        .filter(shown),
    ).toEqual(one.visible)
    if (one.clean) expect(kept).toEqual(one.clean)
  })
})
