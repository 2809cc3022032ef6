/** The counts of a ballot as they are typed, and whether an entry passed. */
export const VOTES = ["agree", "against", "abstained"] as const
export type Typed = Record<(typeof VOTES)[number], string>

export const typedVotes = (votes: Readonly<Record<keyof Typed, number>> | undefined): Typed => ({
  agree: votes ? String(votes.agree) : "",
  against: votes ? String(votes.against) : "",
  abstained: votes ? String(votes.abstained) : "",
})

/** Whether a count of an entry is not there yet. */
export const missing = (votes: Typed | undefined): boolean =>
  !votes || VOTES.some((one) => !/^\d{1,4}$/.test(votes[one]))

const parts = (fraction: string): readonly [number, number] => {
  const [over = 1, under = 1] = fraction.split("/").map(Number)
  return [over, under]
}

/**
 * Whether enough of those present agreed.
 * By whole numbers: no third is lost to rounding.
 */
export function isPassed(agree: string, present: string, passes: string): boolean {
  const [over, under] = parts(passes)
  return Number(agree) * under >= over * Number(present)
}

/** A share as it is read. */
export const shareText = (fraction: string): string => fraction.replace("/", " / ")
