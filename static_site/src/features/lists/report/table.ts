/** How a reported version of a list stands, and how its code is read. */
import type { SummaryTable } from "@/api/desk"

/**
 * Whether a version is what holds.
 * Not where its list is open again, or where a later one took its place.
 */
export const standingOf = ({
  n,
  last,
  open,
}: Pick<SummaryTable, "n" | "last" | "open">): "stands" | "superseded" | "reopened" =>
  n < last ? "superseded" : open ? "reopened" : "stands"

/** A version code as it is read aloud: 5E71A-09C3D. */
export const codeOf = (code: string): string => code.match(/.{1,5}/g)?.join("-") ?? code
