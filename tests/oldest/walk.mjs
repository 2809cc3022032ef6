/**
 * One act at the product in Chromium 86. Standard input: `{ program, origin, act, … }` with what the act needs;
 * standard output: what came of it, as JSON. An act that cannot be carried out ends with a fault.
 */
import { readFileSync } from "node:fs"
import puppeteer from "puppeteer-core"

const SAVED = /^已保存 \d/
/** What is broken off since its page is left. */
const LEFT = "net::ERR_ABORTED"
const STILL = 150
const TIMEOUT = 30_000

const people = []
const wish = JSON.parse(readFileSync(0, "utf8"))
const browser = await puppeteer.launch({
  executablePath: wish.program,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run", "--lang=zh-CN"],
  defaultViewport: { width: 1366, height: 768 },
  env: { ...process.env, TZ: "Asia/Shanghai", LANGUAGE: "zh_CN" },
})

/** A person at a window of the product, who knows nothing of the others; `faults` is what the window complained of. */
class Person {
  constructor(page) {
    this.page = page
    this.faults = []
    this.asked = new Set()
    this.moved = Date.now()
    page.setDefaultTimeout(TIMEOUT)
    page.on("console", (said) => ["error", "warning"].includes(said.type()) && this.faults.push(`${said.type()}: ${worded(said)} (${said.location().url ?? ""})`))
    page.on("pageerror", (fault) => this.faults.push(`script: ${fault.message}`))
    page.on("request", (request) => this.note(() => this.asked.add(request)))
    page.on("requestfinished", (request) => this.note(() => this.asked.delete(request)))
    page.on("requestfailed", (request) => {
      this.note(() => this.asked.delete(request))
      const why = request.failure()?.errorText
      if (why !== LEFT) this.faults.push(`request: ${request.url()} ${why ?? "was refused"}`)
    })
  }

  static async enter({ login, password } = {}) {
    const context = await browser.createIncognitoBrowserContext()
    const person = new Person(await context.newPage())
    people.push(person)
    if (login) await person.signIn(login, password)
    return person
  }

  note(change) {
    change()
    this.moved = Date.now()
  }

  /** Waits until the page has what it needs: nothing is loading, and it is idle with no request coming or going for a moment. */
  async quiet() {
    await this.page.waitForFunction(() => document.querySelector("main h1") && !document.querySelector("main .loading"))
    const end = Date.now() + TIMEOUT
    while (this.asked.size || Date.now() - this.moved < STILL) {
      if (Date.now() > end) throw new Error(`${this.page.url()} never rests: ${[...this.asked].map((one) => one.url())}`)
      await this.page.waitForTimeout(20)
      await this.page.evaluate((timeout) => new Promise((done) => requestIdleCallback(() => done(), { timeout })), STILL)
    }
  }

  async goto(address) {
    await this.page.goto(wish.origin + address, { waitUntil: "load" })
    await this.quiet()
  }

  async signIn(login, password) {
    await this.goto("/sign-in")
    await this.page.type("main form [autocomplete=username]", login)
    await this.page.type("main form [type=password]", password)
    await this.page.click("main form [type=submit]")
    await this.sees("header details.acct")
    await this.quiet()
  }

  sees(selector) {
    return this.page.waitForSelector(selector, { visible: true })
  }

  /** The first button whose name begins so. */
  async press(name, within = "main") {
    const found = await this.page.waitForFunction(
      (name, within) => [...document.querySelectorAll(`${within} button`)].find((one) => (one.getAttribute("aria-label") || one.textContent).trim().startsWith(name)),
      {},
      name,
      within,
    )
    await found.asElement().click()
  }

  reads(selector) {
    return this.page.$eval(selector, (one) => one.value ?? one.textContent.trim())
  }

  /** A fresh draft of a track, open in its form. */
  async begin() {
    await this.goto(wish.address)
    await this.press(`开始填写：${wish.track}`)
    await this.sees(".actbar")
    await this.quiet()
  }

  async saved() {
    await this.page.waitForFunction((source) => new RegExp(source).test(document.querySelector(".actbar [role=status]").textContent.trim()), {}, SAVED.source)
    await this.quiet()
  }
}

/** What was said in the console, faults by their own words. */
function worded(said) {
  const parts = said.args().map(({ _remoteObject: part }) => part.description ?? String(part.value))
  return parts.length ? parts.join(" ") : said.text()
}

/** What is wrong with the page as it stands, in words. */
function wrong() {
  const seen = (one) => !!one && one.getClientRects().length > 0
  const { scrollWidth, clientWidth } = document.documentElement
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id)
  const twice = ids.filter((id, place) => ids.indexOf(id) < place)
  return [
    ...(seen(document.querySelector("main h1")) ? [] : ["its heading is not seen"]),
    ...(seen(document.querySelector("#too-old")) ? ["it asks for another browser"] : []),
    ...(scrollWidth > clientWidth ? [`it scrolls sideways: ${scrollWidth} in ${clientWidth}`] : []),
    ...(twice.length ? [`it has two of ${twice}`] : []),
  ]
}

const ACTS = {
  /** The version that the browser tells of itself. */
  version: () => browser.version(),

  /** What is wrong with each address, for each of the people. */
  async pages() {
    const found = {}
    const look = async (one) => {
      const person = await Person.enter(one)
      for (const address of one.addresses) {
        await person.goto(address).catch((fault) => person.faults.push(fault.message))
        found[`${one.login ?? "visitor"} ${address}`] = [...(await person.page.evaluate(wrong)), ...person.faults.splice(0)]
      }
    }
    await Promise.all(wish.people.map(look))
    return found
  },

  async draft() {
    const person = await Person.enter(wish)
    await person.begin()
    await person.page.type("#f-name", wish.text)
    await person.saved()
    await person.page.reload({ waitUntil: "load" })
    await person.sees(".actbar")
    return { text: await person.reads("#f-name"), faults: person.faults }
  },

  /** Chooses the month before this one from the calendar, by keys. */
  async calendar() {
    const person = await Person.enter(wish)
    await person.begin()
    await person.press("打开日历")
    await person.sees(".cal")
    await person.page.waitForFunction(() => document.activeElement.closest(".cal td"))
    const month = await person.page.evaluate(() => document.activeElement.closest("table").className)
    await person.page.keyboard.press("ArrowLeft")
    await person.page.keyboard.press("Enter")
    await person.page.waitForSelector(".cal", { hidden: true })
    await person.saved()
    return { month, chosen: await person.reads("#f-live_since"), faults: person.faults }
  },

  async attach() {
    const person = await Person.enter(wish)
    await person.begin()
    const [chooser] = await Promise.all([person.page.waitForFileChooser(), person.page.click(`[id='f-${wish.field}']`)])
    await chooser.accept([wish.file])
    await person.sees(".file .saved")
    await person.quiet()
    return { files: await person.reads(".file"), faults: person.faults }
  },

  /** Opens the dialog of a return and leaves it by Escape. */
  async dialog() {
    const person = await Person.enter(wish)
    await person.goto(wish.address)
    await person.press("退回")
    await person.sees("dialog[open]")
    const modal = await person.page.evaluate(() => document.querySelector("dialog[open]").contains(document.activeElement))
    await person.page.keyboard.press("Escape")
    await person.page.waitForSelector("dialog[open]", { hidden: true })
    return { modal, faults: person.faults }
  },

  /** Moves the first entry down by its grip. */
  async ranking() {
    const person = await Person.enter(wish)
    const names = () => person.page.$$eval("ol.rank a.name", (all) => all.map((one) => one.textContent.trim()))
    await person.goto(wish.address)
    const before = await names()
    await person.page.focus("ol.rank .grip")
    await person.page.keyboard.press("ArrowDown")
    await person.sees(".moved")
    const held = await person.page.evaluate(() => document.activeElement.classList.contains("grip"))
    return { before, after: await names(), held, faults: person.faults }
  },

  /** Chooses the other language, and looks again after loading anew. */
  async language() {
    const person = await Person.enter()
    const told = () => person.page.evaluate(() => ({ lang: document.documentElement.lang, button: document.querySelector("header button.edit").textContent.trim() }))
    await person.goto("/")
    const before = await told()
    await person.page.click("header button.edit")
    await person.page.waitForFunction((lang) => document.documentElement.lang !== lang, {}, before.lang)
    await person.goto("/")
    return { before, after: await told(), faults: person.faults }
  },
}

try {
  process.stdout.write(JSON.stringify(await ACTS[wish.act]()))
} catch (fault) {
  console.error(fault.stack, ...people.map(({ page, faults }) => [`at ${page.url()}`, ...faults].join("\n")))
  process.exitCode = 1
} finally {
  await browser.close()
}
