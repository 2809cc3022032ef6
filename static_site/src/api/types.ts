/** What the API says and takes. */
import type { Text } from "@/i18n"

export type Role = "applicant" | "recommender" | "organiser"
export type State = "draft" | "pushed" | "returned" | "withdrawn" | "recommended" | "declined" | "nominated"
export type Stage =
  "before" | "filing" | "recommending" | "evaluation" | "notice" | "results" | "conference" | "over"

export interface List<T> {
  items: T[]
}
export interface Page<T> extends List<T> {
  cursor: string | null
}

export interface CallHead {
  id: string
  names: Text
  authority: { id: string; names: Text }
  languages: ("zh" | "en")[]
  stage: Stage
}
export interface CalendarEntry {
  id: string
  label: Text
  opens: string | null
  closes: string
  state: "done" | "now" | "next"
}
export interface Quota {
  places: number
  over: "refuse" | "warn"
  slack: number
}
export interface Track {
  id: string
  names: Text
  eligibility: Text
  selects: number
  /** By level, for instance `city`. */
  quotas: Record<string, Quota>
  category_field: string | null
}
export interface Contact {
  role: Text
  phone: string
  hours: Text
}
/** A document of the call's to print and fill in; its text is Markdown. */
export interface Template {
  name: string
  label: Text
  text: Text
}
export interface Call extends CallHead {
  version: number
  title: Text
  lead: Text
  zone: string
  region: string | null
  note: Text | null
  withdrawal: boolean
  resubmit_days: number
  /** The server's time when it answered. */
  now: string
  calendar: CalendarEntry[]
  filing: { opens: string; closes: string }
  /** Closing time by level. */
  recommending: Record<string, string>
  levels: { id: string; names: Text; receives: "region" | "any"; parent: string | null }[]
  tracks: Track[]
  /** Markdown. */
  notice: Text
  contacts: Contact[]
  files: Template[]
}
export interface Desk {
  code: string
  names: Text
  level: string
  parent: string | null
  region: string | null
  contact: string
  phone: string
  hours: string
  parent_bodies: string[]
  nickname_check: boolean
  direct: boolean
  /** The desk's own earlier date for its area. */
  filing_closes: string | null
}

export interface Account {
  id: string
  login: string
  name: string
  nickname: string
  role: Role
  authority: string
  desk: { code: string; names: Text; level: string; call: string } | null
  region: string | null
  organisation: string
  parent_body: string | null
  mobile: string
  must_change_password: boolean
}
export interface Registration {
  name: string
  nickname: string
  login: string
  password: string
  password_again: string
  mobile: string
  region: string
  organisation: string
  desk: string | null
  parent_body: string | null
  agreed: boolean
  call: string
  proof: string
}
export interface Session {
  id: string
  created: string
  last_seen: string
  device: string
  current: boolean
}
export interface DemoAccount {
  login: string
  password: string
  role: Role
  names: Text
}
/** A proof of work: find the counter whose derived key begins with `keyPrefix`. */
export interface Challenge {
  parameters: {
    algorithm: string
    nonce: string
    salt: string
    cost: number
    keyLength: number
    keyPrefix: string
    [more: string]: unknown
  }
  signature: string
}

/** An answer as typed: text, a list of values, or a table's rows. */
export type Row = { _id: string } & Record<string, string>
export type Answer = string | string[] | Row[]
export type Answers = Record<string, Answer>

export interface Dossier {
  answers: Record<string, string>
  etag: string
}

export interface Head {
  id: string
  call: string
  track: string
  state: State
  desk: string | null
  desk_name?: Text | string
  name: string
  unit_name: string
  facts: Answers
  progress: number
  missing: number
  filing_no: string | null
  /** How many times it was pushed. */
  revision: number
  created_at: string
  updated_at: string
  pushed_at: string | null
  asked_back: boolean
  own: boolean
  came: { desk: string; rank: number; of: number } | null
  rank: number | null
  etag: string
}
export interface File {
  id: string
  field: string
  name: string
  size: number
  kind: string
  type: string
  sha256: string
  added_at: string
}
export interface Submission {
  head: Head
  answers: Answers
  etag: string
  /** The call version its form is of. */
  version: number
  files: File[]
  /** What the reader may do now: verbs of the workflow. */
  can: string[]
  asks: Record<string, string> | null
  reason: string | null
  opinion?: string | null
}
export interface ReceivingDesk {
  code: string
  names: Text
  level: string
  phone: string
  hours: Text | string | null
  /** Why it may not be chosen. */
  reason?: string
}
export interface FormProblem {
  pointer: string
  field: string
  section: string
  code: string
  params: Record<string, unknown>
  level: "refuse" | "warn"
}
export interface HistoryEvent {
  n: number
  at: string
  step: string
  actor: { name: string; role: Role; desk: string | null }
  to?: string
  rank?: number
  reason?: string
  asks?: Record<string, string>
  opinion?: string
}
export interface Revision {
  answers: Answers
  files: File[]
  pushed_at: string
  code: string
  version: number
}
export interface Change {
  field: string
  pointer: string
  old: unknown
  new: unknown
  asked: string | null
}
export interface Upload {
  id: string
  url: string
  fields: Record<string, string>
}

export type Mark = "yes" | "maybe" | "no" | null
export interface InboxItem extends Head {
  mark: Mark
  note: string
}
export interface Inbox extends Page<InboxItem> {
  counts: Partial<Record<State, number>>
}
export interface RankedList {
  track: string
  state: "open" | "reported"
  version: number
  etag: string
  items: Head[]
  quota: (Quota & { used: number; left: number }) | null
  closes: string
  report_no: string | null
  previous: { n: number; code: string; at: string }[]
}
export interface Report {
  n: number
  code: string
  at: string
  desk: string
  track: string
  rows: {
    rank: number
    id: string
    filing_no: string
    name: string
    unit_name: string
    facts: Answers
    opinion: string
  }[]
  moved: number
  total: number
  scan?: File
}
