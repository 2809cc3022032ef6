/** A desk's settings as they are typed, and what is wrong with them. */
import type { DeskProgress, DeskSettings } from "@/api/desk"

const DAY = 24 * 60 * 60 * 1000

/** Applicants may still push when the desks below have to have reported. */
export const pushedTooLate = (filing: string, children: string | null): boolean =>
  children !== null && Date.parse(children) < Date.parse(filing)

/**
 * Whether the desks below now have less than a day.
 * As they did not before.
 */
export const endsSoon = (before: string | null, after: string | null, now: number): boolean =>
  after !== null && after !== before && Date.parse(after) < now + DAY

/** Places as typed, by child desk and track; empty for what the call gives. */
export type TypedPlaces = Record<string, Record<string, string>>

export function typedPlaces(
  places: DeskSettings["places"],
  children: readonly string[],
  tracks: readonly string[],
): TypedPlaces {
  return Object.fromEntries(
    children.map((child) => [
      child,
      Object.fromEntries(tracks.map((track) => [track, String(places[child]?.[track] ?? "")])),
    ]),
  )
}

const plain = (text: string): string => text.normalize("NFKC").trim()
export const isPlaces = (text: string): boolean => plain(text) === "" || /^\d{1,4}$/.test(plain(text))

/** The cells that hold something else than a number, in order. */
export const wrongPlaces = (typed: TypedPlaces): { child: string; track: string }[] =>
  Object.entries(typed).flatMap(([child, tracks]) =>
    Object.entries(tracks)
      .filter(([, text]) => !isPlaces(text))
      .map(([track]) => ({ child, track })),
  )

/** Places to save; what is empty or no number is left out. */
export function placesOf(typed: TypedPlaces): DeskSettings["places"] {
  const rows = Object.entries(typed).map(([child, tracks]) => {
    const given = Object.entries(tracks).filter(([, text]) => plain(text) !== "" && isPlaces(text))
    return [child, Object.fromEntries(given.map(([track, text]) => [track, Number(plain(text))]))] as const
  })
  return Object.fromEntries(rows.filter(([, tracks]) => Object.keys(tracks).length > 0))
}

/** How many entries each desk below has recommended, by desk and track, reported or not. */
export type Recommended = Readonly<Record<string, Readonly<Record<string, number>>>>

export const recommendedBy = (progress: readonly DeskProgress[]): Recommended =>
  Object.fromEntries(
    progress.map(({ desk, tracks }) => [
      desk,
      Object.fromEntries(
        Object.entries(tracks).map(([track, states]) => [
          track,
          (states["recommended"] ?? 0) + (states["reported"] ?? 0),
        ]),
      ),
    ]),
  )

/** How many are recommended beyond the places typed; else 0. */
export function beyond(typed: TypedPlaces, recommended: Recommended, child: string, track: string): number {
  const [places, used] = [plain(typed[child]?.[track] ?? ""), recommended[child]?.[track] ?? 0]
  return /^\d{1,4}$/.test(places) && used > Number(places) ? used : 0
}

/** How many places a desk gives away in one track. */
export const given = (typed: TypedPlaces, track: string): number =>
  Object.values(typed).reduce(
    (all, tracks) => all + (isPlaces(tracks[track] ?? "") ? Number(plain(tracks[track] ?? "")) : 0),
    0,
  )

/** Lines as a list: no blanks, none twice. */
export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean),
  ),
]

/** The settings that differ between two versions, by name. */
export function differing(one: DeskSettings, other: DeskSettings): (keyof DeskSettings)[] {
  return (Object.keys(one) as (keyof DeskSettings)[]).filter(
    (name) => JSON.stringify(ordered(one[name])) !== JSON.stringify(ordered(other[name])),
  )
}

/** Objects with their keys in order, so that the same content is the same text. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value) || value === null || typeof value !== "object") return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => [key, ordered(held)]),
  )
}
