/** What the API says of experts, by the site's names. */
import type { components } from "./schema"

type Schemas = components["schemas"]

export type Expert = Schemas["ExpertOut"]
export type Experts = Schemas["ExpertsOut"]
export type ExpertProfile = Schemas["ProfileOut"]
export type ExpertRecusals = Schemas["RecusalsOut"]
export type OwnExpert = Schemas["OwnExpertOut"]
export type RecusalRequest = Schemas["RecusalRequestOut"]
