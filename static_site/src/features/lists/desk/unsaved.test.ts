import { createApp, h, ref } from "vue"
import { createMemoryHistory, createRouter, RouterView, type Router } from "vue-router"
import { expect, test } from "vitest"
import { useUnsaved } from "./unsaved"

/** A page with changes at /desk/scenario/ranking; whoever is asked gives `answer`. */
async function opened(
  answer: boolean,
  dirty = ref(true),
): Promise<{ router: Router; asked: () => number; close: () => void }> {
  let asked = 0
  const Page = {
    setup() {
      useUnsaved(dirty, () => {
        asked += 1
        return Promise.resolve(answer)
      })
      return () => null
    },
  }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: "/desk/:track/ranking", component: Page },
      { path: "/help", component: { render: () => null } },
    ],
  })
  const app = createApp({ render: () => h(RouterView) })
  await router.push("/desk/scenario/ranking")
  app.use(router)
  app.mount(document.createElement("div"))
  return { router, asked: () => asked, close: () => app.unmount() }
}
const at = ({ currentRoute }: Router): string => currentRoute.value.fullPath

test.each(["/help", "/desk/unit/ranking"])("unsaved changes are not left for %s without being asked", async (to) => {
  const stays = await opened(false)
  await stays.router.push(to)
  expect([at(stays.router), stays.asked()]).toEqual(["/desk/scenario/ranking", 1])
  stays.close()
  const leaves = await opened(true)
  await leaves.router.push(to)
  expect([at(leaves.router), leaves.asked()]).toEqual([to, 1])
  leaves.close()
})

test("another part of the page, and a page that is saved, are left unasked", async () => {
  const dirty = ref(true)
  const { router, asked, close } = await opened(false, dirty)
  await router.push("/desk/scenario/ranking#final")
  dirty.value = false
  await router.push("/desk/unit/ranking")
  expect([at(router), asked()]).toEqual(["/desk/unit/ranking", 0])
  close()
})

test("closing the tab asks as long as something is unsaved", async () => {
  const dirty = ref(true)
  const { close } = await opened(true, dirty)
  const closing = (): boolean => {
    const event = new Event("beforeunload", { cancelable: true })
    window.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect(closing()).toBe(true)
  dirty.value = false
  expect(closing()).toBe(false)
  close()
})
