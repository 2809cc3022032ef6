/** Dates, numbers and deadlines as the reader expects them, in the call's time zone. */
import { language, tag } from "./language"
import { words } from "./words"

const t = words({
  beijing: { zh: "北京时间", en: "Beijing time" },
  yours: { zh: "你所在地区时间 {at}", en: "{at} your time" },
  here: { zh: "{at}（你所在地区时间）", en: "{at} (your time)" },
  zoned: { zh: "{at}（{zone}）", en: "{at} ({zone})" },
})

const DAY: Intl.DateTimeFormatOptions = { month: "long", day: "numeric" }
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }

function parts(iso: string, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const format = new Intl.DateTimeFormat(tag(), options)
  return Object.fromEntries(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]))
}

/** Chinese sets figures off with a thin breath: 11 月 15 日. */
function spaced(date: string): string {
  return language.value === "zh" ? date.replace(/(\d+)(年|月|日)/g, "$1 $2 ").trim() : date
}

/**
 * "11 月 15 日" / "15 November".
 * With the year where it is not this year's.
 */
export function day(iso: string, zone?: string): string {
  const year = parts(iso, { year: "numeric", timeZone: zone }).year !== String(new Date().getFullYear())
  return spaced(
    new Intl.DateTimeFormat(tag(), { ...DAY, ...(year && { year: "numeric" }), timeZone: zone }).format(new Date(iso)),
  )
}

/** "14:32". */
export function clock(iso: string, zone?: string): string {
  const { hour, minute } = parts(iso, { ...CLOCK, timeZone: zone })
  return `${hour}:${minute}`
}

/** "11 月 8 日 16:20". */
export function moment(iso: string, zone?: string): string {
  return `${day(iso, zone)} ${clock(iso, zone)}`
}

/** "2021-11-08", for tables and file names. */
export function isoDay(iso: string, zone?: string): string {
  const { year, month, day: date } = parts(iso, { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone })
  return `${year}-${month}-${date}`
}

/** "2021-11-08 16:20", for what is printed. */
export const stamp = (iso: string, zone?: string): string => `${isoDay(iso, zone)} ${clock(iso, zone)}`

/** The zone's name as people say it. */
export function zoneName(zone: string, iso: string): string {
  if (zone === "Asia/Shanghai") return t("beijing")
  return parts(iso, { timeZone: zone, timeZoneName: "long" }).timeZoneName ?? zone
}

/**
 * A deadline in the call's zone.
 * And in the reader's where its clock shows another time.
 */
export function deadline(iso: string, zone: string): { at: string; yours: string | null } {
  const at = moment(iso, zone)
  const here = moment(iso)
  return {
    at: t("zoned", { at, zone: zoneName(zone, iso) }),
    yours: here === at ? null : t("yours", { at: here }),
  }
}

/**
 * Marks a time of the reader's own clock as such.
 * Where the clock of `zone` shows another than `at`.
 */
export const onOwnClock = (at: string, iso: string, zone: string): string =>
  stamp(iso) === stamp(iso, zone) ? at : t("here", { at })

/** 12,345.6; given strings stay exact up to what a number holds. */
export function figure(value: number | string): string {
  const n = Number(value)
  return Number.isFinite(n) ? n.toLocaleString(tag(), { maximumFractionDigits: 20 }) : String(value)
}

/** "3.2 MB". */
export function bytes(size: number): string {
  const [n, unit] = size < 1024 * 1024 ? [Math.max(size / 1024, 0.1), "KB"] : [size / 1024 / 1024, "MB"]
  return `${n.toLocaleString(tag(), { maximumFractionDigits: n < 10 ? 1 : 0 })} ${unit}`
}
