/** Writes graphql/schema.graphql: the public contract as one reviewable text. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaText } from './schema.ts';

/** Where the printed schema lies. */
export const schemaPath = join(import.meta.dirname, 'schema.graphql');

/** What the file must hold. */
export const printedSchema = `# Generated from the types in graphql/*.ts by \`npm run generate\`.\n${schemaText}`;

/** Prints the schema to its file. */
export async function writeSchema(): Promise<void> {
  await writeFile(schemaPath, printedSchema);
}

if (import.meta.main) await writeSchema();
