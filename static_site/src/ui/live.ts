/** Short messages: `announce` for screen readers alone, `toast` for everybody. */
import { ref } from "vue"

const STAYS = 6000 // milliseconds
export const spoken = ref("")
export const shown = ref<{ id: number; message: string }[]>([])
let made = 0

/** Says something to screen readers; the same words twice are said twice. */
export function announce(message: string): void {
  spoken.value = spoken.value === message ? `${message}\u00a0` : message
}

/**
 * Shows a message for some seconds, and says it.
 * Never the only place of something that matters.
 */
export function toast(message: string): void {
  made += 1
  const id = made
  shown.value = [...shown.value, { id, message }]
  announce(message)
  setTimeout(() => dismiss(id), STAYS)
}

export function dismiss(id: number): void {
  shown.value = shown.value.filter((one) => one.id !== id)
}
