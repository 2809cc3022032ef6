/** One open form: its answers, files, problems and saving, provided to its fields. */
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue"
import { asProblem, serverNow, type Call, type Submission } from "@/api"
import { isoDay } from "@/i18n"
import { announce } from "@/ui/live"
import { useRegions } from "@/ui/regions"
import { isReturned } from "@/ui/states"
import { asksOf, type Ask, type Content } from "./asks"
import { INPUTS } from "./fields/inputs"
import { provideForm } from "./context"
import { t as tf } from "./files/words"
import * as filing from "./filing"
import { post, Uploads, UploadFailed, type Upload } from "./files/uploads"
import {
  allFields,
  clean,
  see,
  type Answer,
  type Answers,
  type Form,
  type FormFile,
  type Problem,
  type Seen,
} from "./rules"
import { sameAnswers } from "./saving/merge"
import { useSealed } from "./seal"
import { sender } from "./send"
import { useAutosave, type Saving } from "./useAutosave"
import { useLinks } from "./useLinks"
import { useProblems, type Problems } from "./useProblems"

export interface OpenForm {
  readonly answers: Ref<Answers>
  readonly files: Ref<readonly FormFile[]>
  readonly sending: Ref<readonly Upload[]>
  readonly seen: ComputedRef<Seen>
  readonly problems: Problems
  /** What a return asked, in the order of the page. */
  readonly asks: ComputedRef<readonly Ask[]>
  readonly saving: Saving
  readonly set: (field: string, value: Answer) => void
}

/** The date where the call is, YYYY-MM-DD. */
const todayOf = (call: Call): string => isoDay(new Date(serverNow()).toISOString(), call.zone)

export function useForm(
  submission: Submission,
  pushed: Content | null,
  form: Form,
  account: string,
  call: Call,
): OpenForm {
  const { id } = submission.head
  const answers = shallowRef<Answers>(submission.answers)
  const files = shallowRef<readonly FormFile[]>(submission.files)
  const sending = shallowRef<readonly Upload[]>([])
  const regions = useRegions()
  const today = todayOf(call)
  const seen = computed(() => see(allFields(form), clean(form, answers.value), today))
  const { linkables, states } = useLinks(form, id, answers)
  const unsaved = shallowRef<readonly Problem[]>([])
  const problems = useProblems({ form, answers, files, regions, today, links: states, unsaved })

  const asked = isReturned(submission.head) ? (submission.asked?.asks ?? {}) : {}
  const opened = { answers: submission.answers, files: submission.files }
  const asks = computed(() =>
    asksOf(form, asked, pushed ?? opened, { answers: answers.value, files: files.value }, seen.value.shown),
  )

  const sealed = useSealed(files, submission.code)
  const saving = useAutosave({
    account,
    submission: id,
    send: sender(id, form.version),
    same: (a, b) => sameAnswers(clean(form, a), clean(form, b)),
    answers: answers.value,
    etag: submission.etag ?? "",
    savedAt: submission.head.updated_at,
    onAnswers: (next, why) => {
      answers.value = next
      sealed.changed()
      void import("./saving/late").then(({ noticeAnswers }) => noticeAnswers(why))
    },
  })
  watch(saving.state, (state) => (unsaved.value = state.kind === "partly" ? state.refused : []))
  function set(field: string, value: Answer): void {
    answers.value = { ...answers.value, [field]: value }
    sealed.changed()
    saving.save.change(answers.value)
  }
  const uploads = useUploads(id, sending, files)
  provideForm({
    form,
    submission: id,
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
    outdated: sealed.outdated,
    setFiles: (next) => (files.value = next),
    errors: problems.errors,
    hints: problems.hints,
    faultsBelow: problems.faultsBelow,
    asked: (field) => asked[field],
  })
  return { answers, files, sending, seen, problems, asks, saving, set }
}

function useUploads(id: string, sending: Ref<readonly Upload[]>, files: Ref<readonly FormFile[]>): Uploads {
  const known = ref(new Set(files.value.map((file) => file.id)))
  watch(files, (next) => {
    for (const file of next) if (!known.value.has(file.id)) announce(tf("arrived", { name: file.name }))
    known.value = new Set(next.map((file) => file.id))
  })
  const door = {
    begin: (field: string, file: File) => filing.beginUpload(id, field, file),
    send: post,
    complete: (aid: string) => filing.completeUpload(id, aid),
    codeOf: (thrown: unknown) => (thrown instanceof UploadFailed ? thrown.code : asProblem(thrown).code),
  }
  return new Uploads(
    door,
    (list) => (sending.value = list),
    (list) => (files.value = list),
  )
}
