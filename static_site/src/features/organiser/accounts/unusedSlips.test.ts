import { expect, test } from "vitest"
import type { ManagedAccount } from "@/api/desk"
import { neverUsed } from "./unusedSlips"

const account = (waiting: boolean, ...noted: string[]): Pick<ManagedAccount, "waiting" | "disabled" | "notes"> => ({
  waiting,
  disabled: false,
  notes: noted.map((what) => ({ what, at: "2021-11-08T08:20:00Z", by: "a" })),
})

test("an account is unused from being handed out until its first own password", () => {
  expect(
    [
      account(true, "handed_out"),
      account(true, "handed_out", "one_time_password"),
      account(false, "handed_out", "password"),
    ].map(neverUsed),
  ).toEqual([true, true, false])
})

test("an account in use that forgot its password is not unused, nor is an applicant's own", () => {
  expect(
    [account(true, "handed_out", "password", "one_time_password"), account(true, "one_time_password")].map(neverUsed),
  ).toEqual([false, false])
})

test("a disabled account gets no slip", () => {
  expect(neverUsed({ ...account(true, "handed_out"), disabled: true })).toBe(false)
})
