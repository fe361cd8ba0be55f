/** `npm run generate`: writes everything that is made from something else. `npm run check` fails when one of them is stale. */
import { generateTypes } from '#graphql/codegen.ts';
import { writeSchema } from '#graphql/print-schema.ts';
import { writeEvents } from './docs/print-events.ts';
import { writeStates } from './docs/print-states.ts';

await writeStates();
await writeEvents();
// The types are made from the printed schema.
await writeSchema();
await generateTypes();
console.log('wrote docs/states.md, docs/events.md, graphql/schema.graphql and the types made from it');
