/** Moments as they are typed: a date and a time of day in the call's zone, whatever zone the reader is in. */

export interface Typed {
  /** YYYY-MM-DD */
  date: string
  /** HH:MM */
  time: string
}

const FORMATS = new Map<string, Intl.DateTimeFormat>()

function format(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone)
  if (known) return known
  const parts = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  } as const
  const made = new Intl.DateTimeFormat("en-GB", { ...parts, hourCycle: "h23", timeZone: zone })
  FORMATS.set(zone, made)
  return made
}

/** What a clock in the zone shows at a moment, read as if it were UTC, in milliseconds. */
function wall(at: number, zone: string): number {
  const shown = Object.fromEntries(
    format(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** A moment as it is typed in a zone; empty for none. */
export function typedAt(iso: string | null, zone: string): Typed {
  if (!iso) return { date: "", time: "" }
  const text = new Date(wall(Date.parse(iso), zone)).toISOString()
  return { date: text.slice(0, 10), time: text.slice(11, 16) }
}

/**
 * The moment that is meant, as ISO in UTC.
 * Null where date or time is none, e.g. 2021-02-30.
 */
export function momentOf({ date, time }: Typed, zone: string): string | null {
  const [day, clock] = [date.normalize("NFKC").trim(), time.normalize("NFKC").trim().padStart(5, "0")]
  const meant = Date.parse(`${day}T${clock}:00Z`)
  const legible = /^\d{4}-\d{2}-\d{2}$/.test(day) && /^\d{2}:\d{2}$/.test(clock) && !Number.isNaN(meant)
  if (!legible || new Date(meant).toISOString().slice(0, 16) !== `${day}T${clock}`) return null
  const first = meant - (wall(meant, zone) - meant)
  const at = meant - (wall(first, zone) - first) // a second look, where the offset changes in between
  return new Date(at).toISOString().replace(".000Z", "Z")
}
