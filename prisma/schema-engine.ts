/** Prisma's schema engine as WebAssembly: migrations without the native engine, which closed networks cannot fetch. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { migrationAdapter } from './migration-adapter.ts';

// A migration waits this long for a table that live workers use, then gives way to them and tries again.
const migrationLockMsMax = 3_000;

type Engine = bindings.SchemaEngine;

let loading: Promise<void> | undefined;
let panic: string | undefined;

/** Runs `work` with an engine on the database at `url`, and closes the engine whatever happens. */
export async function withSchemaEngine<Result>(
  url: string,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  loading ??= load();
  await loading;
  const adapter = migrationAdapter({ url, lockTimeoutMs: migrationLockMsMax });
  const engine = await bindings.SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter.factory),
  );
  panic = undefined;
  try {
    return await work(engine);
  } catch (error) {
    throw new Error(`schema engine: ${panic ?? messageOf(error)}`, { cause: error });
  } finally {
    engine.free();
    await adapter.close();
  }
}

/** By file path, because the package's own entry imports `.wasm`, which only bundlers resolve. */
async function load(): Promise<void> {
  // Without a registry a panic of the engine is silent.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        panic = message;
      },
    },
  });
  const entry = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm'));
  const bytes = await readFile(entry.replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': imports() });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== 'function') throw new Error('@prisma/schema-engine-wasm has no __wbindgen_start');
  start();
}

function imports(): Record<string, WebAssembly.ImportValue> {
  const functions: Record<string, WebAssembly.ImportValue> = {};
  for (const [name, value] of Object.entries(bindings)) {
    if (typeof value !== 'function') continue;
    functions[name] = name.startsWith('__wbg_setTimeout') ? patientTimeout : value;
  }
  return functions;
}

/** The engine leaves the timers of its own deadlines behind; they must not keep a finished process alive. */
function patientTimeout(callback: () => void, ms: number): NodeJS.Timeout {
  return setTimeout(callback, ms).unref();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error);
}
