/** What of saving is seldom needed, fetched once the page stands: partial saves, notices, questions before leaving. */
import { Problem as ApiProblem } from "@/api"
import { text } from "@/i18n"
import { askToConfirm } from "@/ui/confirm"
import { toast } from "@/ui/live"
import { problemText } from "@/ui/problems"
import { allFields, type Answer, type Answers, type Form, type Problem } from "../rules"
import { t } from "./words"

type Row = Readonly<Record<string, unknown>>
type Place = Pick<Problem, "pointer" | "field" | "code">

const rowsOf = (answer: Answer | undefined): readonly Row[] => (Array.isArray(answer) ? (answer as readonly Row[]) : [])

/** A row with one cell as its stored row has it. */
function withCellPutBack(row: Row, stored: readonly Row[], column: string): Row {
  const { [column]: _, ...rest } = row
  const before = stored.find((one) => one["_id"] === row["_id"])
  return before && column in before ? { ...rest, [column]: before[column] } : rest
}

/**
 * Puts refused values back as stored, as the server does.
 * Of a table the cell alone.
 */
export function putBack(sent: Answers, stored: Answers, refused: readonly Place[]): Answers {
  const kept: Record<string, Answer | undefined> = { ...sent }
  const place = ({ pointer }: Place): readonly string[] => pointer.split("/").slice(2)
  const isCell = (one: Place): boolean => place(one).length === 2 && place(one)[1] !== "_id"
  const whole = new Set(refused.filter((one) => !isCell(one)).map(({ field }) => field))
  for (const one of refused.filter(isCell)) {
    const [at, column = ""] = place(one)
    const rows = rowsOf(kept[one.field]).map((row, n) =>
      n === Number(at) ? withCellPutBack(row, rowsOf(stored[one.field]), column) : row,
    )
    if (!whole.has(one.field)) kept[one.field] = rows as unknown as Answer
  }
  for (const field of whole) {
    if (stored[field] === undefined) delete kept[field]
    else kept[field] = stored[field]
  }
  return kept
}

/** Which fields were not saved, in words for the bar. */
export function sayRefused(form: Form, refused: readonly Problem[]): string {
  const labels = new Map(allFields(form).map(({ id, label }) => [id, text(label)]))
  const fields = [...new Set(refused.map(({ field }) => field))]
  const [first = ""] = fields
  return t(fields.length > 1 ? "partlyMany" : "partly", { field: labels.get(first) ?? first, n: fields.length })
}

/** Why nothing was saved, in words. */
export const sayRefusal = (code: string): string => t("refused", { why: problemText(new ApiProblem(422, code)) })

/** Says why the form shows other answers now. */
export const noticeAnswers = (why: "other-tab" | "recovered" | "chosen"): void => toast(t(why))

/** Asks before leaving what is on this device alone. */
export const mayLeavePartly = (form: Form, refused: readonly Problem[]): Promise<boolean> =>
  askToConfirm({ title: sayRefused(form, refused), text: t("partlyText"), verb: t("partlyLeave"), danger: true })

/** Asks before leaving while `n` files are on their way. */
export const mayBreakOff = (n: number): Promise<boolean> =>
  askToConfirm({ title: t("leaveTitle"), text: t("leaveText", { n }), verb: t("leave"), danger: true })
