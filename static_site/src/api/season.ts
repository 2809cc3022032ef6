/** What the API says of a season's evaluation, by the site's names. */
import type { components } from "./schema"

type Schemas = components["schemas"]

export type SeasonLine = Schemas["SeasonLineOut"]
export type SeasonAct = Schemas["SeasonActOut"]
