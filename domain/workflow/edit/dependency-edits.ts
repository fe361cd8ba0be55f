/** Draws edges and takes them away, in the words in which the author has them. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { DependencyKind } from '#domain/workflow/definition.ts';
import type { Draft } from './draft.ts';
import { type Intent, type ListedStep, listedStep, pathOf } from './listed-step.ts';
import { dependencyFields, followerFields, type Outline } from './outline.ts';
import { childOf, type Path, type TreeChange, valueAt } from './tree-change.ts';

type Edge = { from: string; to: string; on: DependencyKind; condition?: string };

export function connect({ outline, tree }: Draft, edge: Edge): Outcome<Intent> {
  const from = outline.steps.find(({ id }) => id === edge.from);
  const target = outline.steps.find(({ id }) => id === edge.to);
  if (from === undefined) return refuse('NOT_FOUND', `no step is called ${edge.from.slice(0, 200)}`);
  if (target === undefined) return refuse('NOT_FOUND', `no step is called ${edge.to.slice(0, 200)}`);
  if (edge.from === edge.to) return refuse('SELF_DEPENDENCY', `${edge.to} cannot wait for itself`);
  const known = target.dependencies.find(({ step, on }) => step === edge.from && on === edge.on);
  const steps = [edge.to];
  if (known !== undefined) {
    if (known.condition === edge.condition) return done({ changes: [], steps });
    const [path = []] = known.paths;
    if (isFollower(path)) {
      return refuse('UNSUPPORTED', `${path[2]} has no condition: write the edge as a dependency of ${edge.to}`);
    }
    return done({ changes: conditionChange(valueAt(tree?.value, path), path, edge), steps });
  }
  const source = from.index === undefined ? undefined : { ...from, index: from.index };
  if (source !== undefined && isWrittenAsFollower(outline, { source, target, edge })) {
    const name = edge.on === 'success' ? 'on_success' : 'on_failure';
    const path = [...pathOf(outline, source), name];
    return done({ changes: appendEntry(childOf(source.fields, name), { path, entry: edge.to }), steps });
  }
  const listed = listedStep(outline, edge.to);
  if (!listed.ok) return listed;
  const { fields } = listed.value;
  const name = dependencyFields.find((field) => childOf(fields, field) !== undefined) ?? usualField(outline);
  const path = [...pathOf(outline, listed.value), name];
  return done({ changes: appendEntry(childOf(fields, name), { path, entry: entryOf(edge) }), steps });
}

function isFollower(path: Path): boolean {
  return followerFields.some(([name]) => name === path[2]);
}

function entryOf({ from, on, condition }: Edge): Json {
  if (on === 'success' && condition === undefined) return from;
  return { task: from, on, ...(condition !== undefined && { condition }) };
}

function conditionChange(entry: Json | undefined, path: Path, edge: Edge): TreeChange[] {
  if (!isJsonObject(entry)) return [{ kind: 'set', path, value: entryOf(edge) }];
  const at = [...path, 'condition'];
  return edge.condition === undefined
    ? [{ kind: 'remove', path: at }]
    : [{ kind: 'set', path: at, value: edge.condition }];
}

/** One entry more in a field that holds none, one or a list. */
function appendEntry(value: Json | undefined, { path, entry }: { path: Path; entry: Json }): TreeChange[] {
  if (Array.isArray(value) && value.length > 0)
    return [{ kind: 'insert', list: path, index: value.length, values: [entry] }];
  if (value === undefined || value === null || Array.isArray(value)) {
    const isFollowerOf = isFollower(path);
    return [{ kind: 'set', path, value: isFollowerOf ? entry : [entry] }];
  }
  return [{ kind: 'set', path, value: [value, entry] }];
}

type Drawing = { source: ListedStep; target: { fields: Json; index: number | undefined }; edge: Edge };

/** Follower fields are used where the author used them: in this step, or everywhere and dependencies nowhere. */
function isWrittenAsFollower({ steps }: Outline, { source, target, edge }: Drawing): boolean {
  if (edge.condition !== undefined || (edge.on !== 'success' && edge.on !== 'failure')) return false;
  if (dependencyFields.some((name) => childOf(target.fields, name) !== undefined)) return false;
  const has = (fields: Json, names: readonly string[]) => names.some((name) => childOf(fields, name) !== undefined);
  const followers = followerFields.map(([name]) => name);
  if (target.index === undefined || has(source.fields, followers)) return true;
  return (
    steps.some(({ fields }) => has(fields, followers)) && !steps.some(({ fields }) => has(fields, dependencyFields))
  );
}

/** The word that the other steps use for it. */
function usualField({ steps }: Outline): string {
  const used = dependencyFields.find((name) => steps.some(({ fields }) => childOf(fields, name) !== undefined));
  return used ?? 'dependencies';
}

export function disconnect(
  { outline, tree }: Draft,
  edge: { from: string; to: string; on?: DependencyKind },
): Outcome<Intent> {
  const target = outline.steps.find(({ id }) => id === edge.to);
  const edges = (target?.dependencies ?? []).filter(
    ({ step, on }) => step === edge.from && (edge.on === undefined || on === edge.on),
  );
  if (edges.length === 0) return refuse('NOT_FOUND', `${edge.to} does not wait for ${edge.from}`);
  return done({
    changes: withoutEdges(
      tree?.value,
      edges.flatMap(({ paths }) => paths),
    ),
    steps: [edge.to],
  });
}

/** Takes entries away, and the fields that hold no other. */
export function withoutEdges(value: Json | undefined, paths: readonly Path[]): TreeChange[] {
  const byField = Map.groupBy(paths, (path) => JSON.stringify(path.slice(0, 3)));
  return [...byField.values()].flatMap((entries): TreeChange[] => {
    const field = entries[0]?.slice(0, 3) ?? [];
    const list = valueAt(value, field);
    const isAll = !Array.isArray(list) || entries.length >= list.length;
    return isAll ? [{ kind: 'remove', path: field }] : entries.map((path) => ({ kind: 'remove', path }));
  });
}
