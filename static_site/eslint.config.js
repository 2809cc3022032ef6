/** What oxlint does not read: the templates of components. Shape is the formatter's. */
import vue from "eslint-plugin-vue"
import { parser } from "typescript-eslint"

export default [
  { ignores: ["dist", "src/api/schema.d.ts"] },
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
]
