/** What desks and the organiser are told by the API. */
import type { Answers, File, Mark, Page, Role, State } from "./types"

/** How an entry came up from a desk below. */
export interface Came {
  desk: string
  rank: number
  of: number
}
export interface DeskHead {
  id: string
  call: string
  track: string
  state: State
  desk: string | null
  name: string
  unit_name: string
  /** Answers of the form's `list` fields. */
  facts: Answers
  progress: number
  missing: number
  filing_no: string | null
  /** How many times it was pushed. */
  revision: number
  /** Code of the region it belongs to. */
  place: string
  parent_body: string
  created_at: string
  updated_at: string
  pushed_at: string | null
  resubmit_until: string | null
  asked_back: boolean
  own: boolean
  /** Lowest desk first. */
  came: Came[]
  rank: number | null
  mark: Mark
  note: string
}
export interface DeskPage extends Page<DeskHead> {
  counts: Partial<Record<State | "reported", number>>
}
export interface Opinion {
  desk: string
  text: string
  at: string
}
export interface Reviewed {
  head: DeskHead
  answers: Answers
  files: File[]
  version: number
  code: string
  can: string[]
  asked: { reason: string; asks: Record<string, string>; desk: string; at: string } | null
  opinions: Opinion[]
  mark: Mark
  note: string
  declined: string | null
}
export interface Happened {
  n: number
  at: string
  step: string
  actor: { name: string; role: Role; desk: string | null }
  facts: Record<string, unknown>
  /** `reason`, `opinion`, `asks.<field>`; null where erased. */
  texts: Record<string, string | null>
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
  came: Came[]
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
