import { beforeEach, expect, test, vi } from "vitest"
import { leadsTo, type Reader } from "./links"
import { isAsking, lineOf, lines } from "./lines"
import type { Kind, Message } from "./types"
import { readSome, refreshUnread, shown, unread } from "./unread"

const KINDS: Kind[] = [
  "pushed",
  "arrived",
  "asked_back",
  "returned",
  "recommended",
  "declined",
  "sent_back",
  "reported",
  "reported_at_close",
  "reopened",
  "closing",
  "reminder",
  "draft_ends",
  "late_pass",
  "correction",
  "corrected",
  "admitted",
  "not_admitted",
  "noticed",
  "objection_filed",
  "objection_taken",
  "objection_to_answer",
  "objection_answered",
  "objection_ruled",
  "excluded",
  "roll_frozen",
  "handed_out",
  "link_request",
  "password_reset",
  "disabled",
  "enabled",
  "jury_step",
  "second_person",
  "expert_declined",
  "reviews_opened",
  "reviews_added",
  "reviews_moved",
  "relieved",
  "sheet_reopened",
  "reconsider",
  "reviews_closing",
  "review_reminder",
]
const DATED = ["closing", "late_pass", "correction", "objection_to_answer", "reviews_closing", "review_reminder"]
const applicant: Reader = { role: "applicant", desk: null }
const county: Reader = { role: "recommender", desk: "370902" }
const city: Reader = { role: "recommender", desk: "370900" }
const organiser: Reader = { role: "organiser", desk: null }
const around = {
  zone: "Asia/Shanghai",
  desk: (code: string) => `<${code}>`,
  stage: ({ stage }: Message) => `<${stage}>`,
}

const message = (kind: Kind, more: Partial<Message> = {}): Message => ({
  id: "20211101T000000-a",
  kind,
  call: "c-2021",
  at: "2021-11-01T00:00:00Z",
  track: "scenario",
  submission: "c-2021.scenario.x",
  name: "智慧供热",
  desk: "370902",
  n: 2,
  until: null,
  standing: null,
  stage: "",
  step: "",
  unread: true,
  ...more,
})

test.each(KINDS)("%s has words that leave no hole, and leads somewhere", (kind) => {
  for (const standing of ["nothing", "draft", "returned"] as const) {
    if (kind === "closing" && standing === "nothing") continue
    const told = message(kind, {
      standing,
      stage: "written",
      step: kind === "jury_step" ? "open" : "",
      until: DATED.includes(kind) ? "2021-11-15T15:59:00Z" : null,
    })
    expect(lineOf(told, around)).not.toMatch(/[{}]/)
    expect(lineOf(told, around)).not.toBe(lines("untitled"))
    expect(leadsTo(told, applicant)).toMatch(/^\/[a-z]+/)
  }
})

test("an entry without a name is told as such", () => {
  expect(lineOf(message("closing", { name: "", until: "2021-11-15T15:59:00Z", standing: "draft" }), around)).toContain(
    "（未命名）",
  )
})

test("marks within a name give way to those around it", () => {
  expect(lineOf(message("recommended", { name: "智慧供热“一张网”" }), around)).toContain("“智慧供热‘一张网’”")
})

test("a return is told with the time it may come again until, where there is one", () => {
  expect(lineOf(message("returned", { until: "2021-11-15T15:59:00Z" }), around)).toContain(
    "2021 年 11 月 15 日 23:59 前再次推送",
  )
})

test("a report leads its own desk to the tables, the level above to the lists, the organiser to all lists", () => {
  expect(leadsTo(message("reported"), county)).toBe("/desk/c-2021/reports")
  expect(leadsTo(message("reported"), city)).toBe("/desk/c-2021/scenario/lists")
  expect(leadsTo(message("reported"), organiser)).toBe("/organiser/c-2021/lists/scenario")
  expect([county, city].map((reader) => isAsking(message("reported"), reader))).toEqual([false, true])
})

test("what asks for an entry asks no more once it was pushed", () => {
  for (const kind of ["returned", "closing", "reminder"] as const) {
    expect(
      [new Set<string>(), new Set(["c-2021.scenario.x"])].map((pushed) => isAsking(message(kind), applicant, pushed)),
    ).toEqual([true, false])
  }
})

test("a reminder leads to the one entry it is about, else to where one begins or looks", () => {
  expect(leadsTo(message("reminder"), applicant)).toBe("/submissions/c-2021.scenario.x/edit")
  expect(leadsTo(message("reminder", { submission: "", standing: "nothing" }), applicant)).toBe("/calls/c-2021/new")
  expect(leadsTo(message("reminder", { submission: "", standing: "draft" }), applicant)).toBe(
    "/calls/c-2021/submissions",
  )
})

test("a jury's step is told with its stage, and a second person with what waits", () => {
  expect(lineOf(message("jury_step", { stage: "written", step: "seal_marks" }), around)).toBe("<written>：评分已封存")
  expect(lineOf(message("second_person", { stage: "written", step: "reveal_draw" }), around)).toContain("公开号码")
  expect(lineOf(message("second_person", { step: "unknown" }), around)).toBe("有一项办理等第二人确认")
})

test("an expert is led to what is to be marked, and whoever runs the evaluation to its season", () => {
  const expert: Reader = { role: "expert", desk: null }
  expect(leadsTo(message("reviews_opened"), expert)).toBe("/reading/c-2021")
  expect(leadsTo(message("sheet_reopened", { stage: "written", name: "k3" }), expert)).toBe(
    "/reading/c-2021/scenario/written/k3",
  )
  expect(leadsTo(message("jury_step"), { role: "observer", desk: null })).toBe("/evaluation/c-2021")
  expect(isAsking(message("reviews_opened"), expert)).toBe(true)
  expect(isAsking(message("jury_step"), expert)).toBe(false)
})

test("an objection leads the organiser and the desk that answers to where they handle it, its owner to the entry", () => {
  expect(leadsTo(message("objection_filed"), organiser)).toBe("/evaluation/c-2021/objections")
  expect(leadsTo(message("objection_answered"), organiser)).toBe("/evaluation/c-2021/objections")
  expect(leadsTo(message("objection_to_answer"), county)).toBe("/desk/c-2021/objections")
  expect(leadsTo(message("objection_taken"), applicant)).toBe("/submissions/c-2021.scenario.x")
})

test("what a second person is to confirm leads to the page where that is done", () => {
  expect(
    ["objection", "public_notice", "seal_marks"].map((step) => leadsTo(message("second_person", { step }), organiser)),
  ).toEqual(["/evaluation/c-2021/objections", "/evaluation/c-2021/public-notices", "/evaluation/c-2021"])
})

test("an account that was handed out leads to the part of the manual that is its own", () => {
  const roles = ["applicant", "recommender", "organiser", "agency", "observer", "expert"] as const
  expect(roles.map((role) => leadsTo(message("handed_out"), { role, desk: null }))).toEqual([
    "/calls/c-2021/help",
    "/calls/c-2021/help",
    "/calls/c-2021/help",
    "/calls/c-2021/help/evaluation",
    "/calls/c-2021/help/evaluation",
    "/calls/c-2021/help/experts",
  ])
})

const answers = vi.fn()
beforeEach(() => {
  answers.mockReset().mockImplementation(() => Promise.resolve(new Response(JSON.stringify({ unread: 3 }))))
  vi.stubGlobal("fetch", answers)
})

test("unread is asked for at most once a minute, and anew for another account", async () => {
  await refreshUnread("one", 1000)
  await refreshUnread("one", 30_000)
  expect([unread.value, answers.mock.calls.length]).toEqual([3, 1])
  await refreshUnread("one", 61_000)
  expect(answers.mock.calls.length).toBe(2)
  const other = refreshUnread("other", 61_001)
  expect(unread.value).toBe(0)
  await other
  expect([unread.value, answers.mock.calls.length]).toEqual([3, 3])
})

test("what was read is taken off at once, and never below none", () => {
  unread.value = 2
  readSome(3)
  expect(unread.value).toBe(0)
  expect([shown(99), shown(100)]).toEqual(["99", "99+"])
})
