/**
 * Runs a published draw again, in the reader's own browser, from what is published alone.
 *
 * As the server does it (docs/adr/0035-draw.md): HMAC-SHA256 of code and public numbers is the key; that of key and
 * label is a label's position; the seats are filled down the order. Both run the cases of `tests/parity/draws`.
 */
import type { PublicDraw } from "@/api/draw"

export type Fault = "code" | "secret" | "order" | "drawn" | "skips" | "replacements" | "seated"
type Expert = PublicDraw["pool"][number]
type Skip = PublicDraw["skips"][number]

const bytes = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
const hex = (buffer: ArrayBuffer): string =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("")

/** Browsers compute only for pages that came over HTTPS. */
export const canRun = (): boolean => globalThis.crypto?.subtle !== undefined

const sha256 = (data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> => crypto.subtle.digest("SHA-256", data)

async function signer(key: Uint8Array<ArrayBuffer>): Promise<(text: string) => Promise<ArrayBuffer>> {
  const made = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  return (text) => crypto.subtle.sign("HMAC", made, new TextEncoder().encode(text))
}

/** Labels by their positions. */
export async function arrange(code: string, randomness: string, labels: string[]): Promise<[string, string][]> {
  const key = await (await signer(bytes(code)))(randomness)
  const position = await signer(new Uint8Array(key))
  const placed = await Promise.all(
    labels.map(async (label): Promise<[string, string]> => [label, hex(await position(`${label}\u0001`))]),
  )
  return placed.sort(([, a], [, b]) => (a < b ? -1 : 1))
}

/**
 * The public numbers as one text.
 * Ascending where their order has no meaning.
 */
export const textOf = (numbers: PublicDraw["numbers"]): string =>
  numbers
    .map((one) => {
      const row = one.ordered ? one.numbers : [...one.numbers].sort((a, b) => a - b)
      return `${one.source}:${one.issue}/${row.map((n) => `${n}.`).join("")}/`
    })
    .join("")

/** Goes down the order once, and fills the seats that those who are held leave. */
function walk(draw: PublicDraw, order: string[], out: Map<string, string>, held: string[]) {
  const pool = new Map(draw.pool.map((one) => [one.label, one]))
  const places = new Map(draw.seats.map(({ field, places }) => [field, places]))
  const of = (of: keyof Expert, value: string): number =>
    drawn.filter((label) => pool.get(label)?.[of] === value).length
  const drawn = [...held]
  const skips: Skip[] = []
  for (const label of order.filter((one) => !held.includes(one))) {
    const { field, body } = pool.get(label) as Expert
    const full =
      of("field", field) >= (places.get(field) ?? 0) ? "field_full" : of("body", body) >= draw.per_body && "body_full"
    const why = out.get(label) ?? full
    if (why) skips.push({ label, why: why as Skip["why"] })
    else drawn.push(label)
  }
  return { drawn, skips }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
const pairs = (skips: readonly Skip[]): string[][] => skips.map(({ label, why }) => [label, why])

/** What of a revealed draw does not come out again. */
export async function runAgain(draw: PublicDraw): Promise<Fault[]> {
  if (draw.named || !draw.revealed) return []
  const faults: Fault[] = []
  if (hex(await sha256(bytes(draw.code))) !== draw.commitment) faults.push("code")
  let from: ArrayBuffer = bytes(draw.secret).buffer
  if (draw.secret) {
    for (let n = 1; n < draw.rounds; n += 1) from = await sha256(new Uint8Array(from))
    if (hex(from) !== draw.code) faults.push("secret")
  }
  const randomness = textOf(draw.numbers)
  const labels = draw.pool.map(({ label }) => label)
  const placed = await arrange(draw.code, randomness, labels)
  const order = placed.map(([label]) => label)
  const told = draw.order.map(({ label, position }) => [label, position])
  if (!same(placed, told) || randomness !== draw.randomness) faults.push("order")
  const away = new Map(draw.unavailable.map((label) => [label, "unavailable"]))
  let now = walk(draw, order, away, [])
  if (!same(now.drawn, draw.drawn)) faults.push("drawn")
  if (!same(pairs(now.skips), pairs(draw.skips))) faults.push("skips")
  const replacements: unknown[] = []
  for (const { leaves, why } of draw.replacements) {
    const out = new Map([...away, [leaves, "declined"]])
    for (const skip of now.skips) if (skip.why === "declined") out.set(skip.label, skip.why)
    const held = now.drawn.filter((label) => label !== leaves)
    const after = walk(draw, order, out, held)
    replacements.push([leaves, why, after.drawn.filter((label) => !now.drawn.includes(label))])
    now = after
  }
  const changes = draw.replacements.map(({ leaves, why, takes }) => [leaves, why, takes])
  if (!same(replacements, changes)) faults.push("replacements")
  if (!same(now.drawn, draw.seated)) faults.push("seated")
  return faults
}
