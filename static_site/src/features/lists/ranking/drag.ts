/** Dragging a row of a list by its grip, with mouse, pen or finger. The list moves only when the row is dropped. */
import { onBeforeUnmount, ref, type Ref } from "vue"

export interface Drag {
  /** Index of the row being dragged. */
  readonly dragged: Ref<number | null>
  /** The row is dropped before this index; the length of the list for its end. */
  readonly gap: Ref<number | null>
  readonly start: (event: PointerEvent, index: number) => void
}

const EDGE = 96 // pixels from the window's edge where it scrolls
const STEP = 14 // pixels a frame

/**
 * The gap among rows that a pointer at `y` means.
 * `middles` are those of the rows.
 */
export const gapAt = (middles: readonly number[], y: number): number => middles.filter((middle) => middle < y).length

/**
 * The index of a row dropped into `gap`.
 * It is taken from `from`.
 */
export const landing = (from: number, gap: number): number => (gap > from ? gap - 1 : gap)

export function useDrag(list: Ref<HTMLElement | undefined>, drop: (from: number, to: number) => void): Drag {
  const dragged = ref<number | null>(null)
  const gap = ref<number | null>(null)
  let y = 0
  let frame = 0

  function look(): void {
    const rows = [...(list.value?.querySelectorAll<HTMLElement>("[data-row]") ?? [])]
    const middles = rows.map((row) => row.getBoundingClientRect()).map(({ top, height }) => top + height / 2)
    gap.value = gapAt(middles, y)
    if (y < EDGE) window.scrollBy(0, -STEP)
    if (y > window.innerHeight - EDGE) window.scrollBy(0, STEP)
    frame = requestAnimationFrame(look)
  }
  const move = (event: PointerEvent): void => {
    y = event.clientY
    event.preventDefault()
  }
  function end(dropped: boolean): void {
    cancelAnimationFrame(frame)
    for (const [name, heard] of HEARD) document.removeEventListener(name, heard as EventListener)
    const [from, to] = [dragged.value, gap.value]
    dragged.value = gap.value = null
    if (dropped && from !== null && to !== null && landing(from, to) !== from) drop(from, landing(from, to))
  }
  const up = (): void => end(true)
  const cancel = (): void => end(false)
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Escape") cancel()
  }
  const HEARD = [
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", cancel],
    ["keydown", key],
  ] as const

  function start(event: PointerEvent, index: number): void {
    if (event.button !== 0) return
    event.preventDefault()
    ;(event.target as Element).releasePointerCapture?.(event.pointerId) // a finger would hold on to the grip
    ;(event.currentTarget as HTMLElement).focus()
    y = event.clientY
    dragged.value = index
    for (const [name, heard] of HEARD) document.addEventListener(name, heard as EventListener)
    frame = requestAnimationFrame(look)
  }
  onBeforeUnmount(cancel)
  return { dragged, gap, start }
}
