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
  /** Until when a returned entry may come again. */
  resubmit_until: string | null
  asked_back: boolean
  /** Filed by the desk itself (自主申报). */
  own: boolean
  /** How it came up, from the lowest desk on. */
  came: { desk: string; rank: number; of: number }[]
  rank?: number | null
  v: number
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
  /** The code of the content that was printed and sealed, for a pledge. */
  content: string
}
export interface Submission {
  head: Head
  answers: Answers
  /** Of the answers, while they may be changed. */
  etag: string | null
  /** The call version its form is of. */
  version: number
  /** Tells this content from any other: printed on drafts and revisions. */
  code: string
  files: File[]
  /** What the reader may do now: verbs of the workflow. */
  can: string[]
  /** What the desk asked when it returned the entry. */
  asked: { reason: string; asks: Record<string, string>; desk: string; at: string } | null
  opinions: { desk: string; text: string; at: string }[]
  mark: Mark
  note: string
  /** Why it was not recommended, once the list is reported. */
  declined: string | null
}
export interface ReceivingDesk {
  code: string
  names: Text
  level: string
  /** Why it may not be chosen, as a code. */
  refused: string | null
  closes: string
  contact: string
  phone: string
  hours: string
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
  /** Name, role and desk of whoever did it. */
  actor: Record<string, string | null>
  facts: Record<string, unknown>
  /** Reason, opinion and the like, by name. */
  texts: Record<string, string>
  hash: string
}
export interface Revision {
  n: number
  answers: Answers
  files: File[]
  pushed_at: string
  code: string
  version: number
}
export interface Change {
  kind: "changed" | "added" | "removed" | "moved"
  field: string
  pointer: string
  old: unknown
  new: unknown
  asked: string | null
}
export interface Saved {
  etag: string
  saved_at: string
  /** Told where the save changed them. */
  name: string | null
  progress: number | null
  missing: number | null
}
export interface Upload {
  id: string
  url: string
  fields: Record<string, string>
}

export type Mark = "yes" | "maybe" | "no" | null
