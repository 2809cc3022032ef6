/** An open correction: the answers typed so far, its files, and what is wrong with either. */
import { computed, shallowRef, type ComputedRef, type Ref } from "vue"
import { asProblem, serverNow, type Submission } from "@/api"
import { isoDay } from "@/i18n"
import { provideForm } from "../context"
import { INPUTS } from "../fields/inputs"
import { post, Uploads, UploadFailed, type Upload } from "../files/uploads"
import * as filing from "../filing"
import { allFields, clean, see, type Answer, type Answers, type Form, type FormFile } from "../rules"
import { useLinks } from "../useLinks"
import { useProblems, type Problems } from "../useProblems"
import { useRegions } from "@/ui/regions"

export interface Correction {
  readonly answers: Ref<Answers>
  readonly problems: Problems
  readonly sending: Ref<readonly Upload[]>
  /** The answers to named fields that differ from what was pushed, null where one was emptied. */
  readonly changed: ComputedRef<Record<string, Answer | null>>
  /** Whether anything was changed, a file too. */
  readonly touched: ComputedRef<boolean>
  readonly set: (field: string, value: Answer) => void
}

export function useCorrection(submission: Submission, form: Form, zone: string): Correction {
  const { head, answers: pushed, files: own, asked } = submission
  const answers = shallowRef<Answers>(pushed)
  const files = shallowRef<readonly FormFile[]>(own)
  const sending = shallowRef<readonly Upload[]>([])
  const regions = useRegions()
  const today = isoDay(new Date(serverNow()).toISOString(), zone)
  const seen = computed(() => see(allFields(form), clean(form, answers.value), today))
  const { linkables, states } = useLinks(form, head.id, answers)
  const unsaved = shallowRef([])
  const problems = useProblems({ form, answers, files, regions, today, links: states, unsaved })
  const changed = computed(() =>
    Object.fromEntries(
      head.correctable
        .filter((id) => JSON.stringify(answers.value[id]) !== JSON.stringify(pushed[id]))
        .map((id) => [id, answers.value[id] ?? null]),
    ),
  )
  const ids = (list: readonly FormFile[]): string => list.map(({ id }) => id).join()
  const set = (field: string, value: Answer): void => {
    answers.value = { ...answers.value, [field]: value }
  }
  const uploads = new Uploads(
    {
      begin: (field, file) => filing.beginUpload(head.id, field, file),
      send: post,
      complete: (aid) => filing.completeUpload(head.id, aid),
      codeOf: (thrown) => (thrown instanceof UploadFailed ? thrown.code : asProblem(thrown).code),
    },
    (list) => (sending.value = list),
    (list) => (files.value = list),
  )
  provideForm({
    form,
    submission: head.id,
    answers,
    set,
    seen,
    files,
    sending,
    uploads,
    today,
    regions,
    linkables,
    inputs: INPUTS,
    outdated: () => false,
    setFiles: (next) => (files.value = next),
    errors: problems.errors,
    hints: problems.hints,
    faultsBelow: problems.faultsBelow,
    asked: (field) => asked?.asks[field] || undefined,
  })
  const hasFiles = computed(() => {
    const named = (list: readonly FormFile[]): readonly FormFile[] =>
      list.filter(({ field }) => head.correctable.includes(field))
    return ids(named(files.value)) !== ids(named(own)) || named(own).length > 0
  })
  const touched = computed(() => Object.keys(changed.value).length > 0 || hasFiles.value)
  return { answers, problems, sending, changed, touched, set }
}
