/** `if (await askToConfirm({ title, text, verb }))`: one question before an act that is not easily undone. */
import { shallowRef } from "vue"

export interface Question {
  title: string
  text?: string
  /** The act in its own word (删除, 推送): never “OK”. */
  verb: string
  danger?: boolean
}

export const asked = shallowRef<(Question & { answer: (yes: boolean) => void }) | null>(null)

export function askToConfirm(question: Question): Promise<boolean> {
  return new Promise((done) => {
    const answer = (yes: boolean): void => {
      asked.value = null
      done(yes)
    }
    asked.value = { ...question, answer }
  })
}
