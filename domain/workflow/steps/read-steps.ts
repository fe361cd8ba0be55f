/** Reads the steps of a definition, in its own words and in those of the systems it replaces. */

import { expressionBounds } from '#domain/bounds/expression.ts';
import { taskBounds } from '#domain/bounds/task.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { parseNeeds } from '#domain/gate/declared-needs.ts';
import type { InParts } from '#domain/in-parts.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { Dependency, Join, Step } from '#domain/workflow/definition.ts';
import {
  checkFields,
  readDurationMs,
  readIdentifier,
  readOneOf,
  readStepId,
  readText,
  readValue,
} from '#domain/workflow/fields.ts';
import { type ProblemList, report } from '#domain/workflow/problem.ts';
import { readEndings } from '#domain/workflow/steps/read-endings.ts';
import { loopFields, readLoop } from '#domain/workflow/steps/read-loop.ts';
import { readQueueing } from '#domain/workflow/steps/read-queueing.ts';
import { readSubflow } from '#domain/workflow/steps/read-subflow.ts';
import { readWaiting } from '#domain/workflow/steps/read-waiting.ts';

/** Which end of a step a dependency may wait for. */
export const dependencyKinds = ['success', 'failure', 'completion', 'skipped', 'default'] as const;

const stepFields = [
  'id',
  'type',
  'params',
  'retry',
  'timeout',
  'queue',
  'priority',
  'sla',
  'mutex',
  'resources',
  'dependencies',
  'join',
  'condition',
  'output',
  'finally',
  'compensate',
  'wait',
  'approval',
  'workflow',
  'on_success',
  'on_failure',
  // The same things in other systems' words.
  'name',
  'task',
  'handler',
  'depends_on',
  'depends_on_step',
];

type Followers = { from: string; on: 'success' | 'failure'; targets: string[]; path: string[] };
type ReadStep = { step: Step; followers: Followers[] };
type At = { list: ProblemList; path: string[]; stepId: string | null };

/** Reads the list under `tasks`, or under `workflow` where followers may be named without being listed. */
export function* readSteps(list: ProblemList, definition: JsonObject): InParts<Step[]> {
  const key = definition.tasks === undefined && definition.workflow !== undefined ? 'workflow' : 'tasks';
  const entries = definition[key];
  if (definition.tasks !== undefined && definition.workflow !== undefined) {
    report(list, { code: 'BAD_INPUT', message: 'tasks and workflow both list the steps', path: ['workflow'] });
    return [];
  }
  if (entries === undefined) {
    report(list, { code: 'EMPTY_WORKFLOW', message: 'the workflow has no steps', path: ['tasks'] });
    return [];
  }
  if (!Array.isArray(entries)) {
    report(list, { code: 'BAD_INPUT', message: `${key} is a list of steps`, path: [key] });
    return [];
  }
  if (entries.length > workflowBounds.stepsMax) {
    report(list, { code: 'TOO_LARGE', message: `there are more than ${workflowBounds.stepsMax} steps`, path: [key] });
    return [];
  }
  const read: ReadStep[] = [];
  for (const [index, entry] of entries.entries()) {
    const step = readStep(list, { value: entry, path: [key, String(index)] });
    if (step !== undefined) read.push(step);
    yield;
  }
  return withFollowers(list, { read, mayAdd: key === 'workflow' });
}

function readStep(list: ProblemList, entry: { value: Json; path: string[] }): ReadStep | undefined {
  const { value, path } = entry;
  if (!isJsonObject(value)) {
    report(list, { code: 'BAD_INPUT', message: 'a step is an object with an id and a type', path });
    return undefined;
  }
  const idField = ['id', 'name', 'task'].find((name) => value[name] !== undefined) ?? 'id';
  const id = readStepId(list, { value: value[idField], path: [...path, idField] });
  const at: At = { list, path, stepId: id ?? null };
  checkFields(list, { value, known: [...stepFields, ...loopFields], path, stepId: at.stepId });
  if (value.id !== undefined && value.name !== undefined) {
    report(list, {
      code: 'BAD_INPUT',
      message: 'id and name are the same thing',
      path: [...path, 'name'],
      stepId: at.stepId,
    });
  }
  const subflow = readSubflow(at, value);
  const other = subflow === undefined ? readWaiting(at, value) : subflow;
  const task = other !== undefined ? undefined : readTask(at, value);
  const retry = readRetry(at, value.retry);
  const timeoutMs = readDurationMs(list, {
    value: value.timeout,
    path: [...path, 'timeout'],
    stepId: at.stepId,
    maxMs: taskBounds.timeoutMsMax,
  });
  const place = readQueueing(at, value);
  const needs = readNeeds(at, value);
  const params = readValue(list, { value: value.params ?? {}, path: [...path, 'params'], stepId: at.stepId }) ?? {};
  const condition = readExpressionText(at, { value: value.condition, path: [...path, 'condition'] });
  const loop = readLoop(at, value);
  const output = readOutput(at, value.output);
  const dependencies = readDependencies(at, value);
  const join = readJoin(at, value.join);
  const endings = readEndings(at, value);
  if (id === undefined || (task === undefined && (other ?? null) === null)) return undefined;
  const step: Step = {
    id,
    ...(task === undefined ? other : { task }),
    params,
    ...(retry === undefined ? {} : { retry }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...place,
    ...needs,
    dependencies,
    join,
    ...endings,
    ...(condition === undefined ? {} : { condition }),
    ...(loop === undefined ? {} : { loop }),
    ...(output === undefined ? {} : { output }),
  };
  return { step, followers: readFollowers(at, { value, from: id }) };
}

function readTask(at: At, value: JsonObject): string | undefined {
  const given = ['type', 'task', 'handler'].filter((name) => value[name] !== undefined);
  const [name = 'type', other] = given;
  if (other !== undefined) {
    const message = `${given.join(' and ')} are the same thing: the task that the step runs`;
    report(at.list, { code: 'BAD_INPUT', message, path: [...at.path, other], stepId: at.stepId });
    return undefined;
  }
  const path = [...at.path, name];
  return readText(at.list, { value: value[name], path, stepId: at.stepId, lengthMax: valueBounds.nameLengthMax });
}

function readNeeds(at: At, { mutex, resources }: JsonObject): Pick<Step, 'mutex' | 'resources'> {
  const needs = parseNeeds({ mutex, resources });
  if (needs.ok) {
    const { mutex: keys = [], resources: amounts = {} } = needs.value ?? {};
    return {
      ...(keys.length > 0 && { mutex: keys }),
      ...(Object.keys(amounts).length > 0 && { resources: amounts }),
    };
  }
  for (const { code, message, path } of needs.refusals)
    report(at.list, { code, message, path: [...at.path, ...path], stepId: at.stepId });
  return {};
}

function readRetry(at: At, value: Json | undefined): JsonObject | undefined {
  if (value === undefined) return undefined;
  const path = [...at.path, 'retry'];
  if (!isJsonObject(value)) {
    report(at.list, { code: 'BAD_INPUT', message: 'retry is an object', path, stepId: at.stepId });
    return undefined;
  }
  return readValue(at.list, { value, path, stepId: at.stepId }) === undefined ? undefined : value;
}

function readExpressionText(at: At, field: { value: Json | undefined; path: string[] }): string | undefined {
  if (field.value === undefined) return undefined;
  // YAML reads a bare `true` as a boolean; as an expression it means the same.
  const value = typeof field.value === 'boolean' ? String(field.value) : field.value;
  return readText(at.list, {
    value,
    path: field.path,
    stepId: at.stepId,
    lengthMax: expressionBounds.expressionLengthMax,
  });
}

function readOutput(at: At, value: Json | undefined): Record<string, string> | undefined {
  if (value === undefined) return undefined;
  const path = [...at.path, 'output'];
  if (!isJsonObject(value) || Object.keys(value).length > workflowBounds.variablesMax) {
    const message = `output is an object of at most ${workflowBounds.variablesMax} variables and expressions`;
    report(at.list, { code: 'BAD_INPUT', message, path, stepId: at.stepId });
    return undefined;
  }
  const output: [string, string][] = [];
  for (const [name, expression] of Object.entries(value)) {
    const variable = readIdentifier(at.list, { value: name, path: [...path, name], stepId: at.stepId });
    const text = readExpressionText(at, { value: expression, path: [...path, name] });
    if (variable !== undefined && text !== undefined) output.push([variable, text]);
  }
  return Object.fromEntries(output);
}

function readJoin(at: At, value: Json | undefined): Join {
  if (value === undefined || value === 'all') return 'all';
  if (value === 'any') return 'any';
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  const message = 'join is all, any or a whole number';
  report(at.list, { code: 'BAD_INPUT', message, path: [...at.path, 'join'], stepId: at.stepId });
  return 'all';
}

function readDependencies(at: At, value: JsonObject): Dependency[] {
  const dependencies: Dependency[] = [];
  for (const name of ['dependencies', 'depends_on', 'depends_on_step']) {
    const given = value[name];
    if (given === undefined) continue;
    const path = [...at.path, name];
    const entries = Array.isArray(given) ? given : [given];
    if (entries.length > workflowBounds.dependenciesPerStepMax) {
      const message = `there are more than ${workflowBounds.dependenciesPerStepMax} dependencies`;
      report(at.list, { code: 'TOO_LARGE', message, path, stepId: at.stepId });
      continue;
    }
    for (const [index, entry] of entries.entries()) {
      const place = Array.isArray(given) ? [...path, String(index)] : path;
      const dependency = readDependency(at, { value: entry, path: place });
      if (dependency !== undefined) dependencies.push(dependency);
    }
  }
  return dependencies;
}

function readDependency(at: At, entry: { value: Json; path: string[] }): Dependency | undefined {
  const { value, path } = entry;
  const { list, stepId } = at;
  if (!isJsonObject(value)) {
    const step = readText(list, { value, path, stepId, lengthMax: valueBounds.nameLengthMax });
    return step === undefined ? undefined : { step, on: 'success' };
  }
  checkFields(list, { value, known: ['task', 'on', 'condition'], path, stepId });
  const step = readText(list, {
    value: value.task,
    path: [...path, 'task'],
    stepId,
    lengthMax: valueBounds.nameLengthMax,
  });
  const on = readOneOf(list, { value: value.on, among: dependencyKinds, path: [...path, 'on'], stepId }) ?? 'success';
  const condition = readExpressionText(at, { value: value.condition, path: [...path, 'condition'] });
  if (step === undefined) return undefined;
  return { step, on, ...(condition === undefined ? {} : { condition }) };
}

function readFollowers(at: At, step: { value: JsonObject; from: string }): Followers[] {
  const followers: Followers[] = [];
  for (const [name, on] of [
    ['on_success', 'success'],
    ['on_failure', 'failure'],
  ] as const) {
    const given = step.value[name];
    if (given === undefined) continue;
    const path = [...at.path, name];
    const targets: string[] = [];
    for (const target of Array.isArray(given) ? given.slice(0, workflowBounds.dependenciesPerStepMax) : [given]) {
      const id = readStepId(at.list, { value: target, path, stepId: at.stepId });
      if (id !== undefined) targets.push(id);
    }
    followers.push({ from: step.from, on, targets, path });
  }
  return followers;
}

/** Turns `on_success: x` into a dependency of x. A follower that is not listed is a step of the task it names. */
function withFollowers(list: ProblemList, steps: { read: ReadStep[]; mayAdd: boolean }): Step[] {
  const byId = new Map<string, Step>();
  const all = steps.read.map(({ step }) => step);
  for (const step of all) if (!byId.has(step.id)) byId.set(step.id, step);
  for (const { from, on, targets, path } of steps.read.flatMap(({ followers }) => followers)) {
    for (const id of targets) {
      let target = byId.get(id);
      if (target === undefined && steps.mayAdd) {
        target = { id, task: id, params: {}, dependencies: [], join: 'all' };
        byId.set(id, target);
        all.push(target);
      }
      if (target === undefined) {
        report(list, { code: 'UNKNOWN_DEPENDENCY', message: `no step is called ${id}`, path, stepId: from });
      } else if (!target.dependencies.some((known) => known.step === from && known.on === on)) {
        target.dependencies.push({ step: from, on });
      }
    }
  }
  return all;
}
