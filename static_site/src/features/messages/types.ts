/** What the API says of messages, by the site's names. */
import type { components } from "@/api/schema"

type Schemas = components["schemas"]

export type Message = Schemas["MessageOut"]
export type Kind = Message["kind"]
