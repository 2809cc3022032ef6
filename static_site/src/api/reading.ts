/** What the API says of an expert's reading, by the site's names. Made from the API's own description. */
import type { components } from "./schema"

type Schemas = components["schemas"]

export type ReadingList = Schemas["ReadingListOut"]
export type ReadingItem = Schemas["ReadingItemOut"]
export type ReadEntry = Schemas["ReadEntryOut"]
export type Criterion = Schemas["ReadCriterionOut"]
export type Scale = Schemas["ReadScaleOut"]
export type MarksIn = Schemas["MarksIn"]
export type Ground = Schemas["GivenBackIn"]["ground"]
export type MarksProgress = Schemas["MarksProgressOut"]
export type ExpertProgress = Schemas["ExpertProgressOut"]
export type EarlierMarks = Schemas["RoundOut"]
