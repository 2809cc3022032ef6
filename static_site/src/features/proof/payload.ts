/** A solved challenge as it is sent. */
import type { Challenge } from "@/api"
import type { Solution } from "./solve"

/**
 * Base64 of UTF-8.
 * A challenge names its login, which may be Chinese, and `btoa` takes Latin-1 alone.
 */
export function payload(challenge: Challenge, solution: Solution): string {
  const bytes = new TextEncoder().encode(JSON.stringify({ challenge, solution }))
  return btoa(String.fromCharCode(...bytes))
}
