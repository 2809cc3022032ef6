/** What desks and the organiser are told by the API, by the site's names. */
import type { components } from "./schema"

type Schemas = components["schemas"]

/** An entry in a desk's list, with the desk's own mark. */
export type DeskHead = Schemas["HeadOut"]
export type DeskPage = Schemas["InboxOut"]
export type Board = Schemas["BoardOut"]
export type SummaryRow = Schemas["ReportRowOut"]
/** A reported version of a list (推荐汇总表). */
export type SummaryTable = Schemas["ReportOut"]
/** The order that a filled-in sheet asks for, and every entry it would move; nothing is saved yet. */
export type ImportedOrder = Schemas["ImportOut"]
export type DeskSettings = Required<Schemas["SettingsIn"]>
export type SavedSettings = Schemas["SettingsOut"]
export type DeskProgress = Schemas["DeskProgressOut"]
export type UnitFigures = Schemas["UnitFiguresOut"]
/** An account of a desk's area. A draft's content is hidden. */
export type AreaAccount = Schemas["AreaAccountOut"]
export type Extension = Schemas["ExtensionOut"]
export type ManagedAccount = Schemas["ManagedAccountOut"]
/** What a slip shows. */
export type Slip = Schemas["SlipOut"]
