/** What pages say of a call's stages, from its public rules, asked for once for each call. */
import { shallowRef, type ShallowRef } from "vue"
import { api } from "@/api"
import { text } from "@/i18n"

interface Stage {
  /** Empty until it is there, and where there is no such stage. */
  readonly name: string
  readonly hasBallot: boolean
  /** Whether entries are selected after it. */
  readonly isLast: boolean
  /** Whether its experts are named and not drawn. */
  readonly isNamed: boolean
}

const known = new Map<string, Promise<ReadonlyMap<string, Stage>>>()

function stagesOf(call: string): Promise<ReadonlyMap<string, Stage>> {
  const asked =
    known.get(call) ??
    api.get("/calls/{call}/rules", { path: { call } }).then(
      ({ tracks, evaluation }) =>
        new Map(
          tracks.flatMap(({ id, stages }) =>
            stages.map((one, n) => [
              `${id}/${one.id}`,
              {
                name: text(one.names),
                hasBallot: !!one.ballot,
                isLast: n === stages.length - 1,
                isNamed: evaluation?.numbers.length === 0,
              },
            ]),
          ),
        ),
    )
  known.set(call, asked)
  asked.catch(() => known.delete(call))
  return asked
}

/** A stage by its address. */
export function useStage(at: { call: string; track: string; stage: string }): ShallowRef<Stage> {
  const stage = shallowRef<Stage>({ name: "", hasBallot: false, isLast: false, isNamed: false })
  stagesOf(at.call).then(
    (stages) => (stage.value = stages.get(`${at.track}/${at.stage}`) ?? stage.value),
    () => undefined,
  )
  return stage
}
