import type { FormFile } from "../rules"
import { t } from "./words"

/** What whoever reads a pushed form is told of a sealed scan that was made for other content; nothing of any other file. */
export const sealedNote = ({ content }: FormFile, code: string): string =>
  content && code && content !== code ? t("sealedOther", { old: content, now: code }) : ""
