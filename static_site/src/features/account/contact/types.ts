/** What the API says of how somebody is reached beside the site. */
import type { components } from "@/api/schema"

export type Ways = components["schemas"]["ContactPreferencesOut"]
export type Channel = Ways["offered"][number]
export type AddressChannel = components["schemas"]["AddressIn"]["channel"]
