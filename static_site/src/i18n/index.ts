/** Everything a page needs to speak: `words` for its own, `text` for the data's, dates and numbers. */
export * from "./dates"
export * from "./language"
export * from "./marks"
export * from "./words"
