/**
 * Numbers as they are typed.
 * Apart by blanks, commas or the like, in full-width figures too.
 */
export const numbersIn = (typed: string): number[] =>
  typed
    .normalize("NFKC")
    .split(/[^0-9]+/)
    .filter(Boolean)
    .map(Number)
