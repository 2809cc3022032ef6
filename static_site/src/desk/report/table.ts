/** How a reported version of a list is numbered on paper. */
import type { SummaryTable } from "@/api/desk"

/** A version code as it is read aloud: 5E71A-09C3D. */
export const codeOf = (code: string): string => code.match(/.{1,5}/g)?.join("-") ?? code

/** The number on the summary table: SHANDONG-2021-370900-SCENARIO-01. */
export const numberOf = (call: string, { desk, track, n }: Pick<SummaryTable, "desk" | "track" | "n">): string =>
  `${call}-${desk}-${track}-${String(n).padStart(2, "0")}`.toUpperCase()
