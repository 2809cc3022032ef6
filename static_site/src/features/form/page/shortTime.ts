import { clock, isoDay, moment } from "@/i18n"

/** "16:20" of today, "11 月 8 日 16:20" of any other day. */
export function recent(iso: string, zone?: string): string {
  const today = isoDay(new Date().toISOString(), zone)
  return isoDay(iso, zone) === today ? clock(iso, zone) : moment(iso, zone)
}
