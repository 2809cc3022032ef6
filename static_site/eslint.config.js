/**
 * What oxlint does not read: the templates of components, and which folder of src may import which.
 * Shape is the formatter's.
 */
import vue from "eslint-plugin-vue"
import { parser } from "typescript-eslint"

/** Folders of src, lowest first: each may import those before it. */
const ORDER = [
  "api",
  "i18n",
  "record",
  "session",
  "ui",
  "features/proof",
  "features/form",
  "features/account",
  "features/public",
  "features/messages",
  "features/submission",
  "features/lists",
  "features/objections",
  "features/evaluation",
  "features/review",
  "features/progress",
  "features/settings",
  "features/organiser",
  "shell",
]

const STATES = "draft|pushed|returned|withdrawn|recommended|declined|nominated"
const TYPES =
  "text|long|integer|decimal|percent|money|date|month|yesno|choice|choices|region|uscc|mobile|phone|email|url|table|link|attachments"

/** Comparisons of what `name` holds with one of `values`. */
const compared = (name, values, message) => ({
  selector: `BinaryExpression[operator=/^[!=]==$/]:matches([left.name="${name}"], [left.property.name="${name}"])[right.value=/^(${values})$/]`,
  message,
})
const ofState = compared("state", STATES, "Ask the table of states (src/ui/states.ts).")
const ofType = compared("type", TYPES, "Ask the field type's row (src/features/form/fields/types.ts).")

const arrows = ORDER.slice(0, -1).flatMap((folder, at) => {
  const higher = ORDER.slice(at + 1)
  const regex = `^@/(${higher.join("|")})(/|$)`
  const message = `${folder} may import only: ${ORDER.slice(0, at).join(", ") || "nothing"}. See eslint.config.js.`
  const upward = { selector: `ImportExpression[source.value=/${regex.replaceAll("/", "\\/")}/]`, message }
  return [
    {
      files: [`src/${folder}/**`],
      rules: {
        "no-restricted-imports": [
          "error",
          {
            patterns: [
              { regex, message },
              { regex: "^[./]+/(features|shell|session|ui|i18n|api)/", message: "Write @/…" },
            ],
          },
        ],
        "no-restricted-syntax": ["error", upward, ofState, ofType],
      },
    },
    {
      files: [`src/${folder}/fields/**`, `src/${folder}/**/*.test.ts`],
      rules: { "no-restricted-syntax": ["error", upward] },
    },
  ]
})

export default [
  { ignores: ["dist", "src/api/schema.d.ts", "**/*.generated.ts"] },
  ...vue.configs["flat/recommended-error"],
  { files: ["**/*.{ts,vue}"], languageOptions: { parserOptions: { parser } } },
  { files: ["**/*.ts"], languageOptions: { parser } },
  {
    rules: {
      "vue/attributes-order": "off",
      "vue/max-len": [
        "error",
        {
          code: 120,
          template: 120,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
          ignoreRegExpLiterals: true,
          ignoreHTMLAttributeValues: true,
        },
      ],
      "vue/no-mutating-props": ["error", { shallowOnly: true }],
      "vue/no-restricted-syntax": ["error", ofState, ofType],
      "vue/no-static-inline-styles": "error",
      "vue/require-default-prop": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/html-indent": "off",
      "vue/html-self-closing": "off",
      "vue/max-attributes-per-line": "off",
      "vue/multi-word-component-names": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/singleline-html-element-content-newline": "off",
    },
  },
  ...arrows,
]
