import { expect, test } from "vitest"
import { deviceName } from "./device"

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
const AGENTS: readonly [string, string][] = [
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`,
    "Edge 130 · Windows",
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/130.0.0.0 Safari/537.36`, "Chrome 130 · Linux"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
    "Safari 17 · macOS",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.49",
    "WeChat 8 · iPhone",
  ],
  ["Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128 · Windows"],
  ["Chromium", "Chromium"],
  ["", ""],
]

test.each(AGENTS)("a device is named by browser and system: %s", (agent, name) => {
  expect(deviceName(agent)).toBe(name)
})
