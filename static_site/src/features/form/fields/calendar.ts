/** Days and months as text, moved about: what the calendar needs and nothing of the reader's time zone. */
import { tag } from "@/i18n"
import { daysIn } from "../rules"

export type Span = "day" | "week" | "month" | "year"

const pad = (value: number, width: number): string => String(value).padStart(width, "0")
const numbers = (text: string): [number, number, number] => {
  const [year = 1, month = 1, day = 1] = text.split("-").map(Number)
  return [year, month, day]
}

/**
 * Moves a date or a month by a span.
 * `2021-10-31` or `2021-10`, by days, weeks, months or years.
 */
export function moved(text: string, by: number, span: Span): string {
  const [year, month, day] = numbers(text)
  if (span === "day" || span === "week") {
    const date = new Date(Date.UTC(year, month - 1, day + by * (span === "week" ? 7 : 1)))
    return date.toISOString().slice(0, 10)
  }
  const index = year * 12 + month - 1 + by * (span === "year" ? 12 : 1)
  const [newYear, newMonth] = [Math.floor(index / 12), (index % 12) + 1]
  const start = `${pad(newYear, 4)}-${pad(newMonth, 2)}`
  return text.length === 7 ? start : `${start}-${pad(Math.min(day, daysIn(newYear, newMonth)), 2)}`
}

/**
 * The weeks of a month, Monday first.
 * Null where another month's days would stand.
 */
export function weeks(text: string): (string | null)[][] {
  const [year, month] = numbers(text)
  const lead = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7
  const days = Array.from({ length: daysIn(year, month) }, (_, index) => `${text.slice(0, 7)}-${pad(index + 1, 2)}`)
  const cells: (string | null)[] = [...Array<null>(lead).fill(null), ...days]
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, index) => cells.slice(index * 7, index * 7 + 7))
}

/** The months of a year, three to a line. */
export const quarters = (text: string): string[][] =>
  [0, 3, 6, 9].map((first) => [1, 2, 3].map((month) => `${text.slice(0, 4)}-${pad(first + month, 2)}`))

const said = (text: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(tag(), { ...options, timeZone: "UTC" }).format(
    new Date(Date.UTC(numbers(text)[0], numbers(text)[1] - 1, numbers(text)[2])),
  )

export const title = (text: string, kind: "date" | "month"): string =>
  said(text, kind === "date" ? { year: "numeric", month: "long" } : { year: "numeric" })
export const cellName = (text: string): string =>
  text.length === 7 ? said(text, { month: "short" }) : String(numbers(text)[2])
export const cellLabel = (text: string): string =>
  said(
    text,
    text.length === 7
      ? { year: "numeric", month: "long" }
      : { year: "numeric", month: "long", day: "numeric", weekday: "long" },
  )
/** Monday to Sunday, short and in full. */
export const weekdays = (): { short: string; long: string }[] =>
  ["01", "02", "03", "04", "05", "06", "07"].map((day) => ({
    short: said(`2024-01-${day}`, { weekday: "narrow" }),
    long: said(`2024-01-${day}`, { weekday: "long" }),
  }))
