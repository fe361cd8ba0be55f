/** The variables of a run: what it was given, and what its steps have written since. */
import { parseDurationMs } from '#domain/value/duration.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';

/** A variable with its present value and where it comes from. */
export type RunVariable = {
  name: string;
  value: Json;
  /** What its definition declares; undefined for one that only steps write. */
  type: string | undefined;
  /** The steps that write it. */
  writers: readonly string[];
};

/** Every variable of a run, the declared ones first, each with the steps that write it. */
export function runVariables(definition: unknown, variables: unknown): RunVariable[] {
  const values = isJsonObject(variables) ? variables : {};
  const declared = isJsonObject(definition) && isJsonObject(definition.variables) ? definition.variables : {};
  const writers = writersIn(definition);
  const names = [...new Set([...Object.keys(declared), ...Object.keys(values)])];
  return names.map((name) => {
    const declaration = declared[name];
    const type = isJsonObject(declaration) && typeof declaration.type === 'string' ? declaration.type : undefined;
    return { name, value: values[name] ?? null, type, writers: writers.get(name) ?? [] };
  });
}

/** When a run is cut off by its own limit; undefined when it has none. */
export function deadlineMs(definition: unknown, startedAt: string): number | undefined {
  const limits = isJsonObject(definition) && isJsonObject(definition.limits) ? definition.limits : {};
  const { maxExecutionTime } = limits;
  if (typeof maxExecutionTime !== 'string') return undefined;
  const limit = parseDurationMs(maxExecutionTime);
  return limit.ok ? Date.parse(startedAt) + limit.value : undefined;
}

function writersIn(definition: unknown): Map<string, string[]> {
  const writers = new Map<string, string[]>();
  const tasks = isJsonObject(definition) && Array.isArray(definition.tasks) ? definition.tasks : [];
  for (const task of tasks) {
    if (!isJsonObject(task) || typeof task.id !== 'string' || !isJsonObject(task.output)) continue;
    for (const name of Object.keys(task.output)) writers.set(name, [...(writers.get(name) ?? []), task.id]);
  }
  return writers;
}
