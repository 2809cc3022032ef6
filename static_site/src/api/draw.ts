/** What the API says of a jury's draw and assignment, by the site's names. */
import type { components } from "./schema"

type Schemas = components["schemas"]

export type PublicDraw = Schemas["PublicDraw"]
export type Draw = Schemas["DrawOut"]
export type Assignment = Schemas["AssignmentOut"]
export type Plan = Schemas["PlanOut"]
export type Departure = Schemas["ReplaceIn"]
