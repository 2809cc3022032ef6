/** What the API says and takes, by the site's names. Made from the API's own description, never by hand. */
import type { components } from "./schema"

type Schemas = components["schemas"]

export type Role = Schemas["Role"]
export type State = Schemas["State"]

export type CallHead = Schemas["CallRefOut"]
export type Call = Schemas["CallOut"]
export type CalendarEntry = Schemas["CalendarEntryOut"]
export type Track = Schemas["TrackOut"]
export type Desk = Schemas["DeskOut"]
export type Rules = Schemas["RulesOut"]

export type Account = Schemas["AccountOut"]
export type Registration = Schemas["RegistrationIn"]
export type Session = Schemas["SessionOut"]
export type SignedIn = Schemas["SignedInOut"]
export type DemoAccount = Schemas["DemoAccountOut"]
export type Challenge = Schemas["ChallengeOut"]
export type Dossier = Schemas["DossierOut"]

export type Head = Schemas["HeadOut"]
export type Answers = Head["facts"]
export type Submission = Schemas["SubmissionOut"]
export type ReceivingDesk = Schemas["ReceivingDeskOut"]
export type OfficeAct = Schemas["OfficeActOut"]
export type AccountRecord = Schemas["AccountRecordOut"]
export type HistoryEvent = Schemas["EventOut"]
export type Change = Schemas["ChangeOut"]
export type Linked = Schemas["LinkedEntryOut"]
export type Mark = Head["mark"]
