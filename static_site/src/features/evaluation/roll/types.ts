/** What the organiser is told of a roll, by the site's names. */
import type { components } from "@/api/schema"

type Schemas = components["schemas"]

export type Roll = Schemas["RollOut"]
export type RollRow = Schemas["RollRowOut"]
export type RollPair = Schemas["PairOut"]
export type Checked = Schemas["CheckedHeadOut"]
export type Verdict = "admit" | "not_admit"
