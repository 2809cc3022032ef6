import { mount } from "@vue/test-utils"
import { expect, test } from "vitest"
import type { Upload } from "./uploads"
import UploadRow from "./UploadRow.vue"

const mounted = (more: Partial<Upload>) =>
  mount(UploadRow, {
    props: { upload: { id: "1", field: "proof", file: new File(["a"], "证明.pdf"), percent: 40, ...more } as Upload },
  })

test("a file on its way shows how far it is and can be stopped", async () => {
  const row = mounted({ state: "sending" })
  expect([row.get("progress").element.value, row.get("small").text().includes("40")]).toEqual([40, true])
  await row.get("button").trigger("click")
  expect(row.emitted("cancel")).toHaveLength(1)
})

test("one that did not arrive says so aloud and can be sent again", async () => {
  const row = mounted({ state: "failed", code: "failed" })
  expect([row.find("progress").exists(), row.find("[role=alert]").exists()]).toEqual([false, true])
  await row.get("button").trigger("click")
  expect(row.emitted("retry")).toHaveLength(1)
})
