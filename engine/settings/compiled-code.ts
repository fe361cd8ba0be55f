/** What Node makes of our sources stays on disk, so that the next process neither strips types nor compiles anew. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// A file per source, replaced when the source changes: it grows no further than the product does.
const ownFolder = join(import.meta.dirname, '../../.taskflow/compiled');

/**
 * To be called before anything large is imported. A folder that cannot be written to costs time and nothing else; one
 * that NODE_COMPILE_CACHE names is used instead.
 */
export function keepCompiledCode(folder: string = ownFolder): void {
  // Threads and child processes look there.
  process.env.NODE_COMPILE_CACHE ??= folder;
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
}
