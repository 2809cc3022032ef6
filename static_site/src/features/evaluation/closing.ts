/** When marks close, as pages of the evaluation say it. */
import { deadline } from "@/i18n"
import { useCall } from "@/session/call"

/**
 * A closing by the call's clock.
 * And by the reader's, where that shows another time.
 */
export function closingOf(iso: string): string {
  const { at, yours } = deadline(iso, useCall().call.value?.zone ?? "UTC")
  return yours ? `${at} · ${yours}` : at
}
