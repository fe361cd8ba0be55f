/** How much a form draws. */
export const formBounds = {
  // More fields do not stand in one window: what is wrong is listed beside the button, too.
  fieldsInSight: 5,
  // Of a JSON Schema: more fields, or deeper ones, are quicker to write than to find.
  schemaFieldsMax: 40,
  schemaDepthMax: 3,
  // A menu longer than this is no choice any more.
  schemaChoicesMax: 100,
  schemaItemsMax: 50,
  // Counted work for each check while somebody types: a tenth of what the API allows.
  schemaCostMax: 100_000,
} as const;
