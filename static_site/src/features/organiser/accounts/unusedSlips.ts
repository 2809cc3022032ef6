/** Accounts that were handed out and never used: slips issue new passwords for these alone. */
import type { ManagedAccount } from "@/api/desk"

export const neverUsed = ({
  waiting,
  disabled,
  notes,
}: Pick<ManagedAccount, "waiting" | "disabled" | "notes">): boolean =>
  waiting &&
  !disabled &&
  notes.some(({ what }) => what === "handed_out") &&
  !notes.some(({ what }) => what === "password")
