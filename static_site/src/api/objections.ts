/** What the API says of objections to public notices, by the site's names. */
import type { components } from "./schema"

type Schemas = components["schemas"]

export type Hearing = Schemas["HearingOut"]
export type ObjectionIn = Schemas["ObjectionIn"]
/** As whoever filed it reads it. */
export type OwnObjection = Schemas["OwnObjectionOut"]
/** As organiser and observer read it. */
export type Objection = Schemas["ObjectionOut"]
/** As the desk reads it that is to answer. */
export type DeskObjection = Schemas["DeskObjectionOut"]
export type Refusal = Schemas["RefuseIn"]["refusal"]
export type Consequence = Schemas["RulingOut"]["consequence"]
