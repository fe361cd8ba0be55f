/** Where the worker process begins: `npm run worker`. */
import { keepCompiledCode } from '#engine/settings/compiled-code.ts';

// What is imported by name above is compiled before the first line runs, so that the process itself is not.
keepCompiledCode();
await import('./worker-process.ts');
