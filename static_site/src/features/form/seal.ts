/** Which sealed scans were made for other content than what stands in the form now. */
import { shallowRef, watch, type Ref } from "vue"
import type { FormFile } from "./rules"

export interface Sealed {
  /** Whether a file is a sealed scan of other content. */
  readonly outdated: (file: FormFile) => boolean
  /** Answers were changed: what was sealed before holds no longer. */
  readonly changed: () => void
}

/**
 * Whether a sealed scan was made for other content.
 * `code` is that of the content it is compared with.
 */
export const isOfOther = ({ content }: FormFile, code: string): boolean => !!content && !!code && content !== code

/**
 * Knows which sealed scans are out of date.
 * `code` is that of the content as the form was opened; what is changed after that is known here alone.
 */
export function useSealed(files: Readonly<Ref<readonly FormFile[]>>, code: string): Sealed {
  const sealed = (): FormFile[] => files.value.filter(({ content }) => content)
  const old = shallowRef(new Set(files.value.filter((file) => isOfOther(file, code)).map(({ id }) => id)))
  const others = (list: readonly FormFile[]): string =>
    list
      .filter(({ content }) => !content)
      .map(({ id }) => id)
      .join(" ")
  const changed = (): void => {
    old.value = new Set(sealed().map(({ id }) => id))
  }
  watch(files, (next, before) => others(next) !== others(before) && changed(), { flush: "sync" })
  return { outdated: ({ id }) => old.value.has(id), changed }
}
