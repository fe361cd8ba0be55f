/** Which workflows run which: who would call itself by a new definition, and how deep calls lead. */
import { subflowBounds } from '#domain/bounds/subflow.ts';

/** Of the workflow of a name, what its latest version runs. */
export type Calls = ReadonlyMap<string, readonly string[]>;

/** The way from a workflow back to itself, both ends named; undefined when there is none. */
export function findCircle(calls: Calls, start: { name: string; callee: string }): string[] | undefined {
  const { name, callee } = start;
  const cameFrom = new Map<string, string>([[callee, name]]);
  const open = [callee];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    if (at === name) return wayTo(cameFrom, name);
    for (const next of calls.get(at) ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      open.push(next);
    }
  }
  return undefined;
}

function wayTo(cameFrom: ReadonlyMap<string, string>, name: string): string[] {
  const way = [name];
  let at = cameFrom.get(name);
  for (; at !== undefined && at !== name; at = cameFrom.get(at)) way.unshift(at);
  return [name, ...way];
}

/** A chain in a sentence: its beginning and its end when it is long. */
export function sayChain(names: readonly string[]): string {
  const max = subflowBounds.namesMax;
  return (names.length > max ? [...names.slice(0, max - 1), '..', ...names.slice(-1)] : names).join(' -> ');
}

/** The longest chain of calls from a workflow downwards, itself first; for calls without a circle. */
export function longestChain(calls: Calls, name: string): string[] {
  const known = new Map<string, string[]>();
  const of = (at: string, depth: number): string[] => {
    const before = known.get(at);
    if (before !== undefined) return before;
    // Deeper than is allowed is deep enough to be refused.
    if (depth > subflowBounds.depthMax + 1) return [at];
    let longest: string[] = [];
    for (const next of calls.get(at) ?? []) {
      const chain = of(next, depth + 1);
      if (chain.length > longest.length) longest = chain;
    }
    const chain = [at, ...longest];
    known.set(at, chain);
    return chain;
  };
  return of(name, 1);
}

/** The same calls, seen from the called. */
export function reversed(calls: Calls): Map<string, string[]> {
  const callers = new Map<string, string[]>();
  for (const [caller, callees] of calls)
    for (const callee of callees) callers.set(callee, [...(callers.get(callee) ?? []), caller]);
  return callers;
}
