import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { Autosave, type Current, type Outcome, type SaveState } from "./autosave"
import type { Answers } from "./rules"
import { memoryDrafts, type DraftStore } from "./saving/drafts"
import { Tabs, type Channel } from "./saving/tabs"

/** A server of one form: keeps what is saved, refuses what began from an older version. */
function server(answers: Answers) {
  let current: Current = { answers, etag: "v0", saved_at: "t0" }
  let saves = 0
  const say: Outcome[] = []
  return {
    say,
    get saves() {
      return saves
    },
    get current() {
      return current
    },
    send: async (sent: Answers, etag: string): Promise<Outcome> => {
      saves += 1
      const said = say.shift()
      if (said) return said
      return etag === current.etag ? accept(sent) : { kind: "stale", current }
    },
    put: (next: Answers) => void accept(next),
  }
  function accept(next: Answers): Outcome {
    const n = Number(current.etag.slice(1)) + 1
    current = { answers: next, etag: `v${n}`, saved_at: `t${n}` }
    return { kind: "saved", saved: current }
  }
}

/** Tabs of one browser, joined by a channel that delivers at once. */
function browser() {
  const open = new Set<Channel>()
  return (): Channel => {
    const channel: Channel = {
      onmessage: null,
      postMessage: (data) => open.forEach((other) => other !== channel && other.onmessage?.({ data } as MessageEvent)),
      close: () => void open.delete(channel),
    }
    open.add(channel)
    return channel
  }
}

interface World {
  site: ReturnType<typeof server>
  drafts: DraftStore
  channel?: () => Channel
}

let tabs = 0
function tab({ site, drafts, channel }: World, account = "a1") {
  const states: SaveState[] = []
  const shown: [Answers, string][] = []
  const save = new Autosave(
    {
      account,
      submission: "s1",
      send: site.send,
      drafts,
      tabs: new Tabs(`tab${(tabs += 1)}`, channel?.() ?? null),
      onState: (state) => states.push(state),
      onAnswers: (answers, why) => shown.push([answers, why]),
      now: () => `n${tabs}`,
    },
    site.current.answers,
    site.current.etag,
    null,
  )
  return { save, states, shown, kinds: () => states.map(({ kind }) => kind) }
}

const fresh = (answers: Answers = { name: "" }): World => ({
  site: server(answers),
  drafts: memoryDrafts(),
  channel: browser(),
})
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe("while all is well", () => {
  test("several keys make one save, a pause after the last", async () => {
    const world = fresh()
    const { save, kinds } = tab(world)
    save.change({ name: "智" })
    await pass(1000)
    save.change({ name: "智慧" })
    await pass(1499)
    expect(world.site.saves).toBe(0)
    await pass(1)
    expect(world.site.current.answers).toEqual({ name: "智慧" })
    expect(kinds()).toEqual(["waiting", "waiting", "saving", "saved"])
  })

  test("what is typed during a save is saved next", async () => {
    const world = fresh()
    const { save } = tab(world)
    save.change({ name: "a" })
    const flushing = save.flush()
    save.change({ name: "ab" })
    await flushing
    expect(world.site.current.answers).toEqual({ name: "a" })
    await pass(1500)
    expect(world.site.current.answers).toEqual({ name: "ab" })
    expect(save.settled).toBe(true)
  })

  test("a saved form leaves nothing on this machine", async () => {
    const world = fresh()
    const { save } = tab(world)
    save.change({ name: "a" })
    await save.flush()
    expect(await world.drafts.of("a1", "s1")).toEqual([])
  })

  test("typing and taking it back sends nothing", async () => {
    const world = fresh()
    const { save } = tab(world)
    save.change({ name: "a" })
    save.change({ name: "" })
    await pass(2000)
    expect(world.site.saves).toBe(0)
    expect(save.settled).toBe(true)
  })
})

describe("while the server cannot be reached", () => {
  test("it keeps everything here and sends it when it can", async () => {
    const world = fresh()
    world.site.say.push({ kind: "offline" }, { kind: "offline" })
    const { save, kinds } = tab(world)
    save.change({ name: "a" })
    await pass(1500)
    expect(kinds()).toEqual(["waiting", "saving", "offline"])
    expect((await world.drafts.of("a1", "s1")).map((draft) => draft.answers)).toEqual([{ name: "a" }])
    await pass(3000 + 6000)
    expect(world.site.current.answers).toEqual({ name: "a" })
    expect(save.settled).toBe(true)
  })

  test("an answer lost on its way back is no conflict", async () => {
    const world = fresh()
    const { save, kinds } = tab(world)
    world.site.put({ name: "a" })
    save.change({ name: "a" })
    await save.flush()
    expect(kinds()).toEqual(["waiting", "saving", "saved"])
  })

  test("after an expired session it goes on where it stopped", async () => {
    const world = fresh()
    world.site.say.push({ kind: "signed-out" })
    const { save, kinds } = tab(world)
    save.change({ name: "a" })
    await pass(1500)
    save.change({ name: "ab" })
    expect(kinds().pop()).toBe("signed-out")
    await save.flush()
    expect(world.site.current.answers).toEqual({ name: "ab" })
  })

  test("a refusal is told and the next change is tried again", async () => {
    const world = fresh()
    world.site.say.push({ kind: "refused", code: "too_large" })
    const { save, states } = tab(world)
    save.change({ name: "aaaa" })
    await pass(1500)
    expect(states.pop()).toEqual({ kind: "refused", code: "too_large" })
    save.change({ name: "a" })
    await pass(1500)
    expect(world.site.current.answers).toEqual({ name: "a" })
  })
})

describe("where the server cannot take a value", () => {
  const refused = [
    { pointer: "/name", field: "name", section: "all", code: "too_long", params: {}, level: "refuse" as const },
  ]
  const partly = (n: number): Outcome => ({
    kind: "saved",
    saved: { etag: `v${n}`, saved_at: `t${n}` },
    kept: { name: "", unit: "b" },
    refused,
  })

  test("the rest is saved, and the page says so until it is typed anew", async () => {
    const world = fresh()
    world.site.say.push(partly(1))
    const { save, states } = tab(world)
    save.change({ name: "长", unit: "b" })
    await pass(1500)
    expect(states.pop()).toEqual({ kind: "partly", refused })
    expect([save.settled, save.currentEtag]).toEqual([false, "v1"])
    world.site.put({ name: "", unit: "b" })
    save.change({ name: "短", unit: "b" })
    await pass(1500)
    expect(world.site.current.answers).toEqual({ name: "短", unit: "b" })
    expect(save.settled).toBe(true)
  })

  test("what was refused stays on this machine, and comes back with the page", async () => {
    const world = fresh()
    world.site.say.push(partly(1))
    const { save } = tab(world)
    save.change({ name: "长", unit: "b" })
    await pass(1500)
    const [left] = await world.drafts.of("a1", "s1")
    expect(left).toMatchObject({ answers: { name: "长", unit: "b" }, base: { name: "", unit: "b" }, etag: "v1" })
    save.close()
    world.site.put({ name: "", unit: "b" })
    const again = tab(world)
    void again.save.recover()
    await pass(120)
    expect(again.shown).toEqual([[{ name: "长", unit: "b" }, "recovered"]])
  })

  test("the other tabs go on from what the server has", async () => {
    const world = fresh()
    const [one, other] = [tab(world), tab(world)]
    world.site.say.push(partly(1))
    one.save.change({ name: "长", unit: "b" })
    await pass(1500)
    expect(other.shown).toEqual([[{ name: "", unit: "b" }, "other-tab"]])
  })
})

describe("after a closed tab", () => {
  test("what was typed comes back and is saved", async () => {
    const world = fresh()
    const closed = tab({ ...world, site: server({ name: "" }) })
    closed.save.change({ name: "left behind" })
    closed.save.close()
    const { save, shown } = tab(world)
    void save.recover()
    await pass(120 + 1500)
    expect(shown).toEqual([[{ name: "left behind" }, "recovered"]])
    expect(world.site.current.answers).toEqual({ name: "left behind" })
    expect(await world.drafts.of("a1", "s1")).toEqual([])
  })

  test("where the saved version has moved on, both are shown", async () => {
    const world = fresh()
    const closed = tab(world)
    closed.save.change({ name: "mine" })
    closed.save.close()
    world.site.put({ name: "theirs" })
    const { save } = tab(world)
    void save.recover()
    await pass(200)
    expect(save.state).toMatchObject({
      kind: "conflict",
      mine: { name: "mine" },
      theirs: { answers: { name: "theirs" } },
    })
  })

  test("a tab that is still open keeps its own", async () => {
    const world = fresh()
    const living = tab(world)
    living.save.change({ name: "being typed" })
    const { save, shown } = tab(world)
    void save.recover()
    await pass(200)
    expect(shown).toEqual([])
  })

  test("another account is not shown it", async () => {
    const world = fresh()
    const closed = tab(world)
    closed.save.change({ name: "private" })
    closed.save.close()
    const { save, shown } = tab(world, "a2")
    void save.recover()
    await pass(200)
    expect(shown).toEqual([])
  })
})

describe("when two have the form open", () => {
  test("the later one is shown both and nothing is overwritten", async () => {
    const world = { ...fresh(), channel: undefined }
    const [first, second] = [tab(world), tab(world)]
    first.save.change({ name: "first" })
    await first.save.flush()
    second.save.change({ name: "second" })
    expect(await second.save.flush()).toBe(false)
    expect(second.save.state).toMatchObject({
      kind: "conflict",
      mine: { name: "second" },
      theirs: { answers: { name: "first" } },
    })
    expect(world.site.current.answers).toEqual({ name: "first" })
    await pass(60_000)
    expect(world.site.current.answers).toEqual({ name: "first" })
  })

  test("what was chosen is saved over the version that was shown", async () => {
    const world = { ...fresh(), channel: undefined }
    const { save } = tab(world)
    world.site.put({ name: "theirs" })
    save.change({ name: "mine" })
    await save.flush()
    await save.choose({ name: "mine, chosen" })
    expect(world.site.current.answers).toEqual({ name: "mine, chosen" })
    expect(save.settled).toBe(true)
  })

  test("a tab of the same browser that only reads follows at once", async () => {
    const world = fresh()
    const [writing, reading] = [tab(world), tab(world)]
    writing.save.change({ name: "new" })
    await writing.save.flush()
    expect(reading.shown).toEqual([[{ name: "new" }, "other-tab"]])
    reading.save.change({ name: "newer" })
    expect(await reading.save.flush()).toBe(true)
  })

  test("a tab of the same browser with unsaved words is told before it saves", async () => {
    const world = fresh()
    const [first, second] = [tab(world), tab(world)]
    second.save.change({ name: "second" })
    first.save.change({ name: "first" })
    await first.save.flush()
    expect(second.save.state.kind).toBe("conflict")
    expect(world.site.saves).toBe(1)
  })
})
