/** What desks and the organiser are told by the API. */
import type { Answers, Head, Mark, Page, Role, State } from "./types"

/** An entry in a desk's list, with the desk's own mark. */
export interface DeskHead extends Head {
  mark: Mark
  note: string
}
export interface DeskPage extends Page<DeskHead> {
  counts: Partial<Record<State | "reported", number>>
}
export interface BoardQuota {
  places: number
  over: "refuse" | "warn"
  slack: number
  used: number
  left: number
}
export interface Board {
  desk: string
  track: string
  state: "open" | "reported"
  etag: string
  items: DeskHead[]
  quota: BoardQuota | null
  closes: string
  report: { n: number; code: string; at: string; moved: number; total: number } | null
}
export interface SummaryRow {
  rank: number
  id: string
  filing_no: string | null
  name: string
  unit_name: string
  facts: Answers
  came: Head["came"]
  opinion: string
}
/** A reported version of a list (推荐汇总表). */
export interface SummaryTable {
  n: number
  code: string
  at: string
  desk: string
  track: string
  automatic: boolean
  places: number | null
  moved: number
  total: number
  rows: SummaryRow[]
}
/** The order that a filled-in sheet asks for, and every entry it would move; nothing is saved yet. */
export interface ImportedOrder {
  order: string[]
  differences: { id: string; name: string; before: number; after: number }[]
  etag: string
}
export interface DeskSettings {
  filing_closes: string | null
  children_close: string | null
  /** Child desk → track → number. */
  places: Record<string, Record<string, number>>
  direct: boolean
  nickname_check: boolean
  parent_bodies: string[]
  contact: string
  phone: string
  hours: string
}
export type SavedSettings = DeskSettings & { desk: string; etag: string }
export interface DeskProgress {
  desk: string
  tracks: Record<string, Partial<Record<State | "reported", number>>>
  registered: number
  /** Track → how many times its list was reported. */
  reports: Record<string, number>
}
/** An account of a desk's area. A draft's content is hidden. */
export interface AreaAccount {
  account: string
  name: string
  nickname: string
  organisation: string
  region: string
  parent_body: string | null
  mobile: string
  submissions: DeskHead[]
}
export interface Extension {
  which: "filing" | "recommending"
  desk: string | null
  until: string
  reason: string
  at: string
}
export interface LatePass {
  until: string
  reason: string
  at: string
}
export interface ManagedAccount {
  id: string
  login: string
  name: string
  role: Role
  desk: string | null
  region: string | null
  organisation: string
  /** Has no password of its own yet. */
  waiting: boolean
  disabled: boolean
  created: string
  notes: { what: string; at: string; by: string }[]
}
/** What a slip shows. */
export interface Slip {
  login: string
  desk: string | null
  password: string
}
