/** Reads the text of a definition: YAML 1.2 without tags, with few aliases, and with the place of every value kept. */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { bounds } from '#domain/bounds.ts';
import type { Json } from '#domain/json.ts';
import { type Locate, nowhere, type Problem } from '#domain/workflow/problem.ts';

export type Source = { ok: true; value: Json; locate: Locate } | { ok: false; problems: Problem[] };

/** Reads YAML. Refused with BAD_YAML, line and column. */
export function readYaml(text: string): Source {
  if (text.length > bounds.definitionSizeBytesMax) {
    const message = `the definition is larger than ${bounds.definitionSizeBytesMax} bytes`;
    return { ok: false, problems: [{ code: 'TOO_LARGE', message, path: [], stepId: null, line: null, column: null }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    resolveKnownTags: false,
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
  });
  // An unknown tag is only a warning to the parser, but its value would silently mean something else.
  const faults = [...document.errors, ...document.warnings].map((fault) => ({
    message: fault.message,
    position: fault.pos[0],
  }));
  if (faults.length > 0) return badYaml(faults.slice(0, bounds.problemsMax), lines);
  const expanded = expand(() => document.toJS({ maxAliasCount: bounds.yamlAliasesMax }));
  if (!expanded.ok) return badYaml([{ message: expanded.message, position: 0 }], lines);
  return { ok: true, value: expanded.value, locate: locator(document.contents, lines) };
}

/** A definition that came as JSON. */
export function readJson(value: Json): Source {
  return { ok: true, value, locate: nowhere };
}

function expand(toValue: () => Json): { ok: true; value: Json } | { ok: false; message: string } {
  try {
    return { ok: true, value: toValue() };
  } catch (error) {
    // The parser's answer to aliases that multiply; anything else it throws is a fault.
    if (!(error instanceof ReferenceError)) throw error;
    return { ok: false, message: 'too many aliases' };
  }
}

function badYaml(faults: { message: string; position: number }[], lines: LineCounter): Source {
  const problems = faults.map((fault): Problem => {
    const { line, col } = lines.linePos(fault.position);
    return { code: 'BAD_YAML', message: fault.message, path: [], stepId: null, line, column: col };
  });
  return { ok: false, problems };
}

/** Follows a path as far as the source goes: a step made out of another step's words has no place of its own. */
function locator(root: unknown, lines: LineCounter): Locate {
  return (path) => {
    let node = root;
    let offset = startOf(root);
    for (const [depth, part] of path.entries()) {
      const next = isSeq(node) ? stepIntoList(node.items, part) : stepIntoMap(node, part, depth);
      if (next === undefined) break;
      offset = next.offset ?? offset;
      node = next.node;
    }
    if (offset === undefined) return { line: null, column: null };
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

type Place = { node: unknown; offset: number | undefined };

function stepIntoList(items: unknown[], part: string): Place | undefined {
  const item = items[Number(part)];
  return item === undefined ? undefined : { node: item, offset: startOf(item) };
}

function stepIntoMap(node: unknown, part: string, depth: number): Place | undefined {
  if (!isMap(node)) return undefined;
  const names = depth === 0 && part === 'tasks' ? ['tasks', 'workflow'] : (synonyms[part] ?? [part]);
  const pair = node.items.find((item) => isScalar(item.key) && names.includes(String(item.key.value)));
  if (pair === undefined) return undefined;
  const atKey = isNode(pair.value) && !isScalar(pair.value) && !isAlias(pair.value);
  return { node: pair.value, offset: startOf(atKey ? pair.key : pair.value) ?? startOf(pair.key) };
}

const synonyms: Record<string, string[]> = {
  type: ['type', 'task', 'handler'],
  id: ['id', 'name', 'task'],
  dependencies: ['dependencies', 'depends_on', 'depends_on_step'],
};

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node satisfies Node).range?.[0] : undefined;
}
