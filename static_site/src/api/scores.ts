/** What the API says of scores and selections, by the site's names. */
import type { components } from "./schema"

type Schemas = components["schemas"]

export type Tally = Schemas["TallyOut"]
export type TallyRow = Schemas["TallyRowOut"]
export type ExpertTally = Schemas["ExpertTallyOut"]
export type SealedSheet = Schemas["SealedSheetOut"]
export type Selection = Schemas["SelectionOut"]
export type SelectionRow = Schemas["SelectionRowOut"]
