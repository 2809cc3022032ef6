/** A call's rules in sentences; what a call does not declare says nothing. */
import type { Call, Rules } from "@/api"
import { names, text } from "@/i18n"
import { t } from "./words"

type Evaluation = NonNullable<Rules["evaluation"]>
export type TrackRules = Rules["tracks"][number]
type Stage = TrackRules["stages"][number]
type Criterion = TrackRules["criteria"][number]
type Scale = Stage["scale"]

const said = (...sentences: readonly (string | false | null | undefined)[]): string[] =>
  sentences.filter((one): one is string => Boolean(one))

export interface Anchor {
  range: string
  words: string
}

/**
 * What marks mean, from the highest down.
 * Each anchor reaches up to the next one.
 */
export function anchorsOf({ anchors }: Criterion, scale: Scale): Anchor[] {
  const sorted = [...anchors].sort((one, other) => Number(other.mark) - Number(one.mark))
  return sorted.map(({ mark, words }, n) => {
    const above = sorted[n - 1]
    const top = above ? Number(above.mark) - Number(scale.step) : Number(scale.max)
    const to = String(Math.round(top * 1e6) / 1e6)
    return { range: to === mark ? t("single", { from: mark }) : t("range", { from: mark, to }), words: text(words) }
  })
}

/** When a criterion asks for a reason; empty for never. */
export function reasonOf({ comment: { when, mark } }: Criterion): string {
  if (when === "always") return t("always")
  return when === "never" ? "" : t(when, { mark })
}

/** What is done at a stage. */
export function stageSentences(stage: Stage): string[] {
  const { scale, method, spread, ballot, carries } = stage
  return said(
    t(stage.design, { experts: stage.experts, most: stage.most }),
    stage.fields === "category" && t("fields"),
    t("scale", { min: scale.min, max: scale.max, step: scale.step }),
    t(method.kind),
    method.trim > 0 && t("trim", { n: method.trim }),
    spread && t(spread.then, { over: spread.over }),
    t("atLeast", { n: stage.at_least }),
    carries > 0 && t("carries", { before: carries, own: 100 - carries }),
    ballot && t("ballot", { quorum: ballot.quorum, passes: ballot.passes }) + (ballot.secret ? t("secret") : ""),
    stage.keeps !== null && t("keeps", { n: stage.keeps }),
  )
}

/** How a track's entries are selected. */
export function selectionSentences({ selection }: TrackRules, evaluation: Evaluation, call: Call): string[] {
  if (!selection) return []
  const { about, floor, balance } = selection
  const level = text(call.levels.find(({ id }) => id === balance?.level)?.names)
  return said(
    t("places", { n: selection.places }),
    about > 0 && t("about", { n: about }),
    floor !== null && t("floor", { n: floor }),
    balance?.by === "place" && t("byPlace", { level: t("onePlace", { level }), n: balance.warn_over }),
    balance?.by === "category" && t("byCategory", { n: balance.warn_over }),
    t(selection.at_line === "both" ? "both" : "lot"),
    evaluation.second_person.includes("selection") && t("confirmed"),
  )
}

const TIES = { spread: "tieSpread", desk_rank: "tieRank", draw: "tieDraw" } as const

/** What sets equal scores apart, in order. */
export function tieSentences({ ties, criteria }: TrackRules): string[] {
  return ties.map(({ by, criterion }) =>
    by === "criterion"
      ? t("tieCriterion", { name: text(criteria.find(({ id }) => id === criterion)?.names) })
      : t(TIES[by]),
  )
}

const APART = { body: "body", city: "city", parent_body: "parentBody" } as const
const ORDER = ["draw", "marks", "selection", "notice", "rulings", "results", "revoke"] as const

function feedback({ mark, comments }: Evaluation["feedback"]): string {
  if (mark && comments) return t("feedbackBoth")
  return mark ? t("feedbackMark") : t(comments ? "feedbackComments" : "noFeedback")
}

/** Who judges, what experts see, and who is told what. */
export function expertSentences(rules: Evaluation, call: Call): string[] {
  const { agencies, experts, numbers } = rules
  const acts = ORDER.filter((act) => rules.second_person.includes(act))
  return said(
    agencies.length
      ? t("agencies", { names: names(agencies.map((one) => text(one.names))) })
      : t("organiserRuns", { name: text(call.authority.names) }),
    numbers.length ? t("drawn", { numbers: names(numbers.map(({ label }) => text(label))) }) : t("named"),
    experts.per_body !== null && t("perBody", { n: experts.per_body }),
    experts.keep_apart.length > 0 && t("apart", { what: names(experts.keep_apart.map((one) => t(APART[one]))) }),
    experts.named && t("inEntry"),
    t("recusal"),
    t(rules.blind === "unit" ? "blind" : "open"),
    t(rules.opinions ? "opinions" : "noOpinions"),
    rules.rules_public_days > 0 && t("publicDays", { n: rules.rules_public_days }),
    t("correcting", { n: rules.correction_hours }),
    acts.length > 0 && t("seconds", { acts: names(acts.map((act) => t(act === "selection" ? "selectionAct" : act))) }),
    feedback(rules.feedback),
  )
}

interface Explained {
  head: string
  texts: string[]
}

/** How scores are computed: of each method, what the call's stages use. */
export function scoreSentences({ tracks }: Rules): Explained[] {
  const stages = tracks.flatMap((track) => track.stages)
  const severity = stages.find(({ method }) => method.kind === "severity")?.method
  const has = (kind: string): boolean => stages.some(({ method }) => method.kind === kind)
  const parts: (Explained | false | undefined)[] = [
    { head: t("total"), texts: [t("totalText")] },
    severity && {
      head: t("severityHead"),
      texts: [t("severityText", { n: severity.shrink }), t("severityPrice")],
    },
    has("mean") && { head: t("meanHead"), texts: [t("meanText")] },
    has("standard") && { head: t("standardHead"), texts: [t("standardText")] },
    stages.some(({ method }) => method.trim > 0) && { head: t("trimHead"), texts: [t("trimText")] },
    stages.some(({ spread }) => spread) && { head: t("spreadHead"), texts: [t("spreadText")] },
    { head: t("exactHead"), texts: [t("exactText")] },
  ]
  return parts.filter((one): one is Explained => Boolean(one))
}
