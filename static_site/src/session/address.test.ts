import { expect, test } from "vitest"
import { ownAddress } from "./address"

test.each(["/", "/submissions?state=draft#a", "/calls/x/register", "/sign-in?next=%2F%2Fevil.example"])(
  "%s is followed",
  (wanted) => expect(ownAddress(wanted)).toBe(wanted),
)

test.each([
  "//evil.example/x",
  "/.//evil.example/x",
  "/a/..//evil.example/x",
  "/%2e//evil.example/x",
  "/\\evil.example/x",
  "\\\\evil.example",
  "/\t/evil.example/x",
  "https://evil.example/",
  "javascript:alert(1)",
  "//",
  "",
  null,
  undefined,
  ["/submissions"],
])("%s leads nowhere", (wanted) => expect(ownAddress(wanted)).toBeNull())
