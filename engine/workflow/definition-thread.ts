/** Checks large definitions in a thread of its own, so that nobody else waits for them. */
import { parentPort } from 'node:worker_threads';
import { checkDefinition, type DefinitionText } from '#domain/workflow/check.ts';

// A text made of mistakes makes an error for each of them; their stacks would cost more than all the rest.
Error.stackTraceLimit = 0;

parentPort?.on('message', (definition: DefinitionText) => parentPort?.postMessage(checkDefinition(definition)));
