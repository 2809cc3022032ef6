/** What the API says and takes, by the site's names. Made from the API's own description, never by hand. */
import type { components } from "./schema"

type Schemas = components["schemas"]

export interface Page<T> {
  items: T[]
  cursor: string | null
}

export type Role = Schemas["Role"]
export type State = Schemas["State"]

export type CallHead = Schemas["CallRefOut"]
export type Call = Schemas["CallOut"]
export type CalendarEntry = Schemas["CalendarEntryOut"]
export type Quota = Schemas["Quota"]
export type Track = Schemas["TrackOut"]
export type Contact = Schemas["Contact"]
/** A document of the call's to print and fill in; its text is Markdown. */
export type Template = Schemas["Template"]
export type Desk = Schemas["DeskOut"]

export type Account = Schemas["AccountOut"]
export type Registration = Schemas["RegistrationIn"]
export type Session = Schemas["SessionOut"]
export type SignedIn = Schemas["SignedInOut"]
export type DemoAccount = Schemas["DemoAccountOut"]
export type Challenge = Schemas["ChallengeOut"]
export type Dossier = Schemas["DossierOut"]

export type Head = Schemas["HeadOut"]
export type Answers = Head["facts"]
/** An answer as typed: text, a list of values, or a table's rows. */
export type Answer = Answers[string]
export type Row = Exclude<Extract<Answer, unknown[]>[number], string>
export type File = Schemas["FileOut"]
export type Submission = Schemas["SubmissionOut"]
export type ReceivingDesk = Schemas["ReceivingDeskOut"]
export type FormProblem = Schemas["ProblemOut"]
export type HistoryEvent = Schemas["EventOut"]
export type Revision = Schemas["RevisionOut"]
export type Change = Schemas["ChangeOut"]
export type Saved = Schemas["SavedOut"]
export type Linked = Schemas["LinkedEntryOut"]
export type Upload = Schemas["TicketOut"]
export type Mark = Head["mark"]
