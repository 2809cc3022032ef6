/** The office's form (申报表) as a file: a PDF in a tab of its own, to print or keep; a Word file is downloaded. */
import { api } from "@/api"
import { language } from "@/i18n"
import { showProblem } from "@/ui/showProblem"
import { inOwnTab } from "@/ui/tab"

export type Format = "pdf" | "docx"
/** An entry, or a track whose form is empty. */
export type Subject = { readonly submission: string } | { readonly call: string; readonly track: string }

/** Opens the file; `ready` is waited for first, such as a save. */
export async function openForm(subject: Subject, format: Format, ready?: () => Promise<unknown>): Promise<void> {
  const link = async (): Promise<string> => {
    await ready?.()
    return (await asked(subject, format)).url
  }
  try {
    if (format === "pdf") await inOwnTab(link)
    else window.location.assign(await link())
  } catch (thrown) {
    await showProblem(thrown)
  }
}

function asked(subject: Subject, format: Format): Promise<{ url: string }> {
  const query = { format, language: language.value }
  return "submission" in subject
    ? api.get("/submissions/{submission}/form", { path: { submission: subject.submission }, query })
    : api.get("/calls/{call}/tracks/{track}/form", { path: { call: subject.call, track: subject.track }, query })
}
