/** What is wrong, at the field that it is wrong of. */
import type { Problem } from "@/api"
import { t } from "./runnerWords"

/** The fault at a pointer, in words; empty without one. */
export function faultAt(problem: Problem | null, pointer: string): string {
  const fault = problem?.errors.find((one) => one.pointer === pointer)
  if (!fault) return ""
  return t.of(fault.code === "full" ? "taken_up" : fault.code, "other", fault.params)
}

/** Whether a problem is told at its fields. */
export const isAtFields = (problem: Problem | null): boolean => (problem?.errors.length ?? 0) > 0
