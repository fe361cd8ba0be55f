/** What of JSON Schema 2020-12 is understood, and what to write instead of the rest. */

/** Keywords that people read and nothing checks. */
export const notes: ReadonlySet<string> = new Set([
  '$comment',
  'title',
  'description',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
  'examples',
]);

/** Keywords that are checked. */
export const checkedKeywords = [
  '$schema',
  '$defs',
  '$ref',
  'type',
  'const',
  'enum',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'uniqueItems',
  'prefixItems',
  'items',
  'contains',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'required',
  'dependentRequired',
  'dependentSchemas',
  'properties',
  'patternProperties',
  'additionalProperties',
  'propertyNames',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
] as const;

export type CheckedKeyword = (typeof checkedKeywords)[number];

const insteadOf: ReadonlyMap<string, string> = new Map([
  ['$id', 'a schema has no address of its own; leave it out, and refer to a part as "#/$defs/name"'],
  ['id', 'a schema has no address of its own; leave it out, and refer to a part as "#/$defs/name"'],
  ['$async', 'every check is done at once; leave it out'],
  ['$anchor', 'refer to a part by its place, as "#/$defs/name"'],
  ['$dynamicRef', 'write $ref with a place in this schema, as "#/$defs/name"'],
  ['$dynamicAnchor', 'refer to a part by its place, as "#/$defs/name"'],
  ['$recursiveRef', 'write "$ref": "#"'],
  ['$recursiveAnchor', 'leave it out, and write "$ref": "#" where the schema repeats'],
  ['$vocabulary', 'leave it out: the keywords are always the same'],
  ['$data', 'values are compared with fixed ones only; write the number or text itself'],
  ['definitions', 'write $defs'],
  ['dependencies', 'write dependentRequired for names, dependentSchemas for schemas'],
  ['additionalItems', 'write items, after prefixItems'],
  ['unevaluatedItems', 'write items, after prefixItems, in the schema that lists the items'],
  ['unevaluatedProperties', 'write additionalProperties in the schema that lists the properties'],
  ['nullable', 'write "type": ["string", "null"], or whatever the other type is'],
  ['example', 'write examples, with a list'],
  ['divisibleBy', 'write multipleOf'],
  ['extends', 'write allOf'],
  ['disallow', 'write not, with a type in it'],
  ['discriminator', 'write oneOf, with a const in each branch'],
  ['contentEncoding', 'texts are not decoded; say it in description, or write a pattern'],
  ['contentMediaType', 'texts are not decoded; say it in description, or write a pattern'],
  ['contentSchema', 'texts are not decoded; say it in description, or write a pattern'],
  ['formatMinimum', 'texts are not compared; write a pattern'],
  ['formatMaximum', 'texts are not compared; write a pattern'],
  ['errorMessage', 'the sentences are always the same; explain in description'],
]);

/** Why a keyword is refused, and what to write instead. */
export function refusedKeyword(keyword: string): string {
  const instead = insteadOf.get(keyword);
  if (instead !== undefined) return `${keyword} is not understood here: ${instead}`;
  const folded = keyword.toLowerCase();
  const meant = checkedKeywords.find((known) => known.toLowerCase() === folded || `${known}s` === keyword);
  const hint =
    meant === undefined
      ? 'put what people should know into description or $comment, and the names of properties under properties'
      : `write ${meant}`;
  return `${JSON.stringify(keyword.slice(0, 100))} is no keyword that is understood here: ${hint}`;
}
