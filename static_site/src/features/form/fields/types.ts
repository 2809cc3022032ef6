/**
 * The field types: one row each, answering every question about its type. Nobody else switches on a type.
 *
 * A new type is a member of `FieldType`, a row here and, if none of `INPUTS` fits, a control of its own.
 */
import type { Answer, Field, FieldType, FormFile, Row, World } from "../rules/description"
import type { Lookup } from "../rules/conditions"
import { choicesFaults, fileFaults, linkFaults, tableFaults, textFaults } from "../rules/lists"
import type { CheckCell, Placed } from "../rules/lists"
import { isNumber } from "../rules/numbers"
import { cleanList, cleanRows, type CleanCell } from "../rules/rows"
import * as check from "../rules/scalars"
import { halfWidth, manyLines, oneLine } from "../rules/text"
import * as tidy from "../rules/tidy"
import { isDate, isEmail, isMobile, isMonth, isPhone, isUrl, isUscc } from "../rules/values"
import { asTyped, number as showNumber, option, region, yesno, type Show } from "./display"
import { chars, files, links, picks, range, rows, type Hint } from "./hints"
import { t } from "./words"

/** What a check sees beside the answer: the world, the answers around it, the field's own files. */
interface Around {
  readonly world: World
  readonly look: Lookup
  readonly files: readonly FormFile[]
  readonly cell: CheckCell
}

export type Input = "line" | "long" | "date" | "choice" | "choices" | "region" | "table" | "link" | "files"

type Holds = "text" | "values" | "rows" | "links" | "files"

export interface TypeRow {
  /** The answer as it is kept; undefined for a value of another shape. */
  readonly clean: (field: Field, value: unknown, cell: CleanCell) => Answer | undefined
  /** What is wrong with a kept answer. */
  readonly check: (field: Field, value: Answer | undefined, around: Around) => readonly Placed[]
  /** One value as it is read; null where a component of `read/` reads it. */
  readonly show: Show | null
  /** Its limits in words, beside the control; empty for none. */
  readonly describe: Hint
  /** What the empty form asks of it in a line. */
  readonly blank: Hint
  /** Its control, by name. */
  readonly input: Input
  /** What an answer is made of. */
  readonly holds: Holds
  /** Compared and set as a number. */
  readonly numeric: boolean

  /** Whether a check can compare the text; anything is comparable where absent. */
  readonly legible?: (text: string) => boolean
  /** The unit where the field names none. */
  readonly unit?: string
  /** The options of the type itself. */
  readonly options?: () => readonly string[]
  /** Our words for a problem's code that this type prefers, as a suffix. */
  readonly words?: Readonly<Record<string, string>>
  /** How its text is read, where not as a line. */
  readonly reads?: "lines" | "address"
  /** Right behind a number it says the unit, or what is counted. */
  readonly explains?: boolean
  /** Without its middle, for whoever need not see it. */
  readonly mask?: (value: string) => string
  /** Masked whoever it belongs to, not for persons alone. */
  readonly secret?: boolean
  /** A short answer, fit for a list's figures. */
  readonly short?: boolean
  /** Several controls under one legend. */
  readonly group?: boolean
  /** Narrow enough to stand beside another. */
  readonly half?: boolean
  /** May break over pages when printed. */
  readonly long?: boolean
  /** Says its limits itself, beside the control. */
  readonly saysLimits?: boolean
  readonly inputmode?: "numeric" | "decimal" | "tel" | "email" | "url"
  readonly width?: "short" | "mid"
  /** Columns of twelve it takes within a row of a table. */
  readonly cell?: "c2" | "c3" | "c4" | "c6" | "c12"
}

const none: Hint = () => ""
const DOTS = "••••"

/** A value typed as one text: how it is kept, and what is asked of it. */
const typed = (keep: tidy.Tidy, asked: check.Checker) =>
  ({
    clean: (_, value) => (typeof value === "string" ? keep(value) : undefined),
    check: (field, value, { world, look }) => textFaults(asked, field, value as string | undefined, world, look),
    show: asTyped,
    describe: none,
    blank: none,
    input: "line",
    holds: "text",
    numeric: false,
  }) satisfies TypeRow

const number = (keep: tidy.Tidy, asked: check.Checker, unit = "") =>
  ({
    ...typed(keep, asked),
    show: showNumber(unit),
    blank: range,
    numeric: true,
    legible: isNumber,
    unit,
    inputmode: "decimal",
    half: true,
    width: "short",
    cell: "c3",
  }) satisfies TypeRow

const list = { clean: (_: Field, value: unknown) => cleanList(value), numeric: false, group: true } as const
const pick = { required: "pick" }

export const types: Readonly<Record<FieldType, TypeRow>> = {
  text: { ...typed(oneLine, check.text), describe: chars, blank: chars, explains: true, cell: "c6" },
  long: {
    ...typed(manyLines, check.text),
    describe: chars,
    blank: chars,
    input: "long",
    reads: "lines",
    long: true,
    saysLimits: true,
    cell: "c12",
  },
  integer: { ...number(tidy.integer, check.integer), inputmode: "numeric", words: { not_a_number: "integer" } },
  decimal: number(tidy.number, check.decimal),
  percent: number(tidy.percent, check.decimal, "%"),
  money: number(tidy.number, check.decimal),
  date: {
    ...typed(tidy.date, check.time(isDate, "not_a_date")),
    blank: () => t("dateLike"),
    input: "date",
    legible: isDate,
    short: true,
    half: true,
  },
  month: {
    ...typed(tidy.month, check.time(isMonth, "not_a_month")),
    blank: () => t("monthLike"),
    input: "date",
    legible: isMonth,
    short: true,
    half: true,
  },
  yesno: {
    ...typed(
      oneLine,
      check.must((value) => value === "yes" || value === "no", "not_an_option"),
    ),
    show: yesno,
    options: () => [t("yes"), t("no")],
    input: "choice",
    words: pick,
    short: true,
    group: true,
  },
  choice: { ...typed(oneLine, check.choice), show: option, input: "choice", words: pick, short: true, group: true },
  choices: {
    ...list,
    check: (field, value, { world, look }) => choicesFaults(field, (value ?? []) as readonly string[], world, look),
    show: option,
    describe: picks,
    blank: picks,
    input: "choices",
    holds: "values",
    words: { required: "picks" },
  },
  region: { ...typed(oneLine, check.region), show: region, input: "region", words: pick, group: true, cell: "c6" },
  uscc: {
    ...typed(tidy.uscc, check.must(isUscc, "bad_uscc")),
    mask: (value) => value.slice(0, 8) + DOTS + value.slice(-2),
    secret: true,
    half: true,
    width: "mid",
    cell: "c4",
  },
  mobile: {
    ...typed(tidy.mobile, check.must(isMobile, "bad_mobile")),
    mask: (value) => value.slice(0, 3) + DOTS + value.slice(-4),
    half: true,
    inputmode: "tel",
    width: "short",
  },
  phone: {
    ...typed(tidy.phone, check.must(isPhone, "bad_phone")),
    mask: (value) => value.slice(0, -4) + DOTS,
    half: true,
    inputmode: "tel",
    width: "mid",
  },
  email: {
    ...typed(halfWidth, check.must(isEmail, "bad_email")),
    mask: (value) => value.slice(0, 1) + DOTS + value.slice(Math.max(0, value.indexOf("@"))),
    half: true,
    inputmode: "email",
    width: "mid",
  },
  url: { ...typed(halfWidth, check.must(isUrl, "bad_url")), reads: "address", inputmode: "url", cell: "c6" },
  table: {
    clean: (field, value, cell) => cleanRows(field.columns ?? [], value, cell),
    check: (field, value, { world, cell }) => tableFaults(field, (value ?? []) as readonly Row[], world, cell),
    show: null,
    describe: rows,
    blank: rows,
    input: "table",
    holds: "rows",
    numeric: false,
    words: { required: "rows", too_few: "rows", too_many: "rows" },
    group: true,
    long: true,
  },
  link: {
    ...list,
    check: (field, value, { world }) => linkFaults(field, (value ?? []) as readonly string[], world),
    show: null,
    describe: links,
    blank: links,
    input: "link",
    holds: "links",
    words: pick,
  },
  attachments: {
    clean: () => undefined,
    check: (field, _, around) => fileFaults(field, around.files),
    show: null,
    describe: files,
    blank: files,
    input: "files",
    holds: "files",
    numeric: false,
    words: { required: "files", too_few: "files", too_many: "files" },
    group: true,
    long: true,
    saysLimits: true,
  },
}
