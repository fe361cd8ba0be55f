/** `npm run generate`: writes everything that is made from something else. `npm run check` fails when one of them is stale. */
import { generateTypes } from '#graphql/codegen.ts';
import { writeSchema } from '#graphql/print-schema.ts';
import { writeStates } from './print-states.ts';

await writeStates();
// The types are made from the printed schema.
await writeSchema();
await generateTypes();
console.log('wrote docs/states.md, graphql/schema.graphql and the types made from it');
