import { beforeEach, expect, test } from "vitest"
import type { Call, Rules } from "@/api"
import { speak } from "@/i18n"
import { anchorsOf, expertSentences, reasonOf, scoreSentences, selectionSentences, stageSentences } from "./sentences"

type Track = Rules["tracks"][number]
const SCALE = { min: "0", max: "10", step: "0.5" }
const criterion: Track["criteria"][number] = {
  id: "effect",
  names: { zh: "成效" },
  weight: 30,
  anchors: [
    { mark: "5", words: { zh: "有数据" } },
    { mark: "8", words: { zh: "可核实" } },
    { mark: "0", words: { zh: "没有" } },
  ],
  comment: { when: "below", mark: "5" },
}
const stage: Track["stages"][number] = {
  id: "written",
  names: { zh: "网络评审" },
  design: "each",
  experts: 3,
  scale: SCALE,
  closes: "2021-11-21T10:00:00Z",
  method: { kind: "severity", shrink: 4, trim: 0 },
  most: 60,
  fields: "none",
  spread: null,
  at_least: 3,
  keeps: null,
  carries: 0,
  ballot: null,
}
const evaluation: NonNullable<Rules["evaluation"]> = {
  agencies: [],
  experts: { keep_apart: [], per_body: null, named: false },
  blind: "none",
  opinions: false,
  feedback: { mark: false, comments: false },
  numbers: [],
  seed: "draw",
  second_person: [],
  rules_public_days: 0,
  correction_hours: 48,
}
const track: Track = {
  id: "scenario",
  names: { zh: "场景" },
  criteria: [criterion],
  stages: [stage],
  selection: { places: 200, about: 0, floor: null, balance: null, at_line: "draw" },
  ties: [],
  digest: "00",
}
const call = {
  authority: { names: { zh: "大数据局" } },
  levels: [{ id: "city", names: { zh: "设区的市" } }],
} as unknown as Call
const rules = (...stages: Track["stages"]): Rules => ({ version: 1, evaluation, tracks: [{ ...track, stages }] })

beforeEach(() => speak("zh"))

test("an anchor reaches up to the next one, the highest to the end of the scale", () => {
  expect(anchorsOf(criterion, SCALE)).toEqual([
    { range: "8–10 分", words: "可核实" },
    { range: "5–7.5 分", words: "有数据" },
    { range: "0–4.5 分", words: "没有" },
  ])
})

test("an anchor of one mark is one mark", () => {
  const five = {
    ...criterion,
    anchors: [
      { mark: "5", words: { zh: "好" } },
      { mark: "4", words: { zh: "可" } },
    ],
  }
  expect(anchorsOf(five, { min: "1", max: "5", step: "1" }).map(({ range }) => range)).toEqual(["5 分", "4 分"])
})

test.each([
  ["never", ""],
  ["always", "每个分数都须写明理由"],
  ["below", "低于 5 分须写明理由"],
  ["above", "高于 5 分须写明理由"],
] as const)("a reason is asked %s", (when, said) => {
  expect(reasonOf({ ...criterion, comment: { when, mark: "5" } })).toBe(said)
})

test("a stage says nothing of what it does not declare", () => {
  expect(stageSentences(stage)).toEqual([
    "每条申报由 3 位专家各自评分，每位专家最多评 60 条。",
    "每项评分从 0 到 10 分，以 0.5 分为一档。",
    "得分按专家宽严修正后取平均。",
    "至少有 3 位专家评过才计分。",
  ])
})

test("a stage says everything that it declares", () => {
  const whole = stageSentences({
    ...stage,
    design: "panel",
    experts: 7,
    fields: "category",
    method: { kind: "mean", shrink: 4, trim: 1 },
    spread: { over: 25, then: "another" },
    keeps: 300,
    carries: 40,
    ballot: { quorum: "2/3", passes: "2/3", secret: true },
  })
  expect(whole).toContain("评审组 7 人，每条申报都评。")
  expect(whole).toContain("最后得分中上一阶段占 40%，本阶段占 60%。")
  expect(whole).toContain("得分前 300 名进入下一阶段。")
  expect(whole).toContain("专家之间相差超过 25 分的，增加一位专家评分。")
  expect(whole).toHaveLength(10)
})

test("a selection says how far its line may move, and who confirms it", () => {
  const wide = { places: 200, about: 10, floor: 60, at_line: "both" as const }
  const balance = { by: "place" as const, level: "city", warn_over: 25 }
  const two = { ...evaluation, second_person: ["selection" as const] }
  expect(selectionSentences({ ...track, selection: { ...wide, balance } }, two, call)).toEqual([
    "按得分从高到低，选出 200 个。",
    "入选数可上下浮动 10 个以内，须说明理由。",
    "低于 60 分的不入选；确有必要入选的，逐条说明理由。",
    "同一个设区的市入选数占全部入选 25% 以上的，提请主办单位注意，名次不因此变动。",
    "入选线上得分相同、只能抽签分先后的，在浮动范围内一并入选。",
    "入选名单由一人提出、另一人确认。",
  ])
})

test("who judges is named, or drawn by numbers of a day to come", () => {
  expect(expertSentences(evaluation, call)).toContain("评审组名单公开。")
  const numbers = [{ id: "3d", label: { zh: "福彩 3D" }, count: 3, min: 0, max: 9, ordered: true }]
  expect(expertSentences({ ...evaluation, numbers }, call).join("")).toContain("福彩 3D开奖号码算出次序")
})

test("only the methods that are used are explained", () => {
  const heads = (of: Rules): string[] => scoreSentences(of).map(({ head }) => head)
  expect(heads(rules(stage))).toEqual(["总分", "宽严修正", "精确计算"])
  const other = { ...stage, method: { kind: "mean" as const, shrink: 4, trim: 1 } }
  expect(heads(rules({ ...other, spread: { over: 20, then: "another" } }))).toEqual([
    "总分",
    "平均分",
    "去掉最高分和最低分",
    "专家分歧",
    "精确计算",
  ])
})
