/** JSON Schemas and patterns of tenants. Each number has its reason beside it. */
export const schemaBounds = {
  // Checking one value: 15 ms of one core, twice that at worst. A payload of full size takes a sixth of it with an
  // ordinary schema, half of it with thousands of names or unique items.
  schemaCostPerValueMax: 1_000_000,
  // Schemas within schemas about the same value: each level of a value may take as many levels of the stack.
  schemaChainMax: 64,
  // Levels of schema within schema while a value is checked; the stack of a thread holds at least twice as many.
  schemaDepthMax: 500,
  // A longer pattern is a grammar; it belongs into the task.
  patternLengthMax: 1_000,
  // A longer text has none of the formats that are checked.
  formatLengthMax: 8_192,
  // Places of a pattern with its repetitions written out: each may be looked at for every character of a text.
  patternSizeMax: 4_000,
  // The same for all patterns of one schema, which are kept in memory.
  patternSizePerSchemaMax: 20_000,
  // For each of them V8 builds a table.
  patternUnicodePropertiesMax: 16,
} as const;
