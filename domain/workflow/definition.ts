/** The normalised form of a workflow definition, and the reader that makes it of JSON or YAML. */
import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { type CanvasLayout, readCanvasLayout } from '#domain/canvas/layout.ts';
import { atOnce, type InParts } from '#domain/in-parts.ts';
import type { Sla } from '#domain/sla/sla.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import {
  checkFields,
  readDurationMs,
  readIdentifier,
  readInteger,
  readOneOf,
  readText,
  readValue,
} from '#domain/workflow/fields.ts';
import { type Locate, type Problem, type ProblemList, report } from '#domain/workflow/problem.ts';
import { readJson, readYaml, type Source } from '#domain/workflow/source.ts';
import type { Loop } from '#domain/workflow/steps/read-loop.ts';
import { type dependencyKinds, readSteps } from '#domain/workflow/steps/read-steps.ts';

export const variableTypes = ['string', 'number', 'integer', 'boolean', 'object', 'array'] as const;
export type VariableType = (typeof variableTypes)[number];
export type Variable = { type: VariableType; required: boolean; default?: Json };

export const failureModes = ['fail', 'cancel', 'continue'] as const;
/** What a run does about a failed step that no other step catches. */
export type FailureMode = (typeof failureModes)[number];
export const defaultFailureMode: FailureMode = 'fail';

/** Which end of a step a dependency waits for. `default` is taken when no conditional dependency on the same step was. */
export type DependencyKind = (typeof dependencyKinds)[number];
export type Dependency = { step: string; on: DependencyKind; condition?: string };

/** How many of its dependencies a step needs. */
export type Join = 'all' | 'any' | number;

/** Without params the task is handed the result of the step. */
export type Compensation = { task: string; params?: Json };

export type Step = {
  id: string;
  /** The task that carries it out; none where the step waits or runs a workflow instead. */
  task?: string;
  params: Json;
  /** What it waits for without a task: time or a signal, or the decision of a person. Read by domain/step/read-ask.ts. */
  wait?: JsonObject;
  approval?: JsonObject;
  /** The workflow of which it starts a run, with its params as variables. */
  workflow?: string;
  retry?: JsonObject;
  timeoutMs?: number;
  /** Name of the queue its jobs wait in, in the place of its task's. */
  queue?: string;
  /** Of its jobs among those of their queue, in the place of its task's. */
  priority?: number;
  /** Each limit in the place of the same one of its task. */
  sla?: Sla;
  /** What its job must hold beside what its task declares; an amount of the same pool takes the place of the task's. */
  mutex?: string[];
  resources?: Record<string, number>;
  dependencies: Dependency[];
  join: Join;
  /** True for a step that runs when all others have settled, however the run went. */
  isFinally?: boolean;
  /** What undoes it when it succeeded and its run fails or is cancelled. */
  compensate?: Compensation;
  condition?: string;
  /** Repeats the step's task or workflow: for every item of a list, or a task while a condition holds. */
  loop?: Loop;
  output?: Record<string, string>;
};

export type Limits = {
  maxConcurrentTasks?: number;
  /** How many steps of all runs of the workflow may run at once. */
  maxRunningSteps?: number;
  maxExecutionTimeMs?: number;
  maxIterations?: number;
};

export type Definition = {
  name: string;
  description: string;
  variables: Record<string, Variable>;
  limits: Limits;
  onFailure: FailureMode;
  steps: Step[];
  /** How it is drawn; nothing that runs reads it. */
  layout?: CanvasLayout;
};

type Read = { definition: Definition; locate: Locate };

/**
 * A definition with the way back into its source, or everything that kept it from being read. `readable` is what there
 * is besides fields that nobody knows.
 */
export type ParsedDefinition = ({ ok: true } & Read) | { ok: false; problems: Problem[]; readable?: Read };

const definitionFields = ['name', 'description', 'variables', 'limits', 'onFailure', 'tasks', 'workflow', 'layout'];

/** Reads a definition given as JSON or as YAML. Whether it makes sense is for validateDefinition to say. */
export function parseDefinition(input: { definition?: Json; yaml?: string }): ParsedDefinition {
  return atOnce(definitionInParts(input));
}

/** The same, step by step. */
export function* definitionInParts(input: { definition?: Json; yaml?: string }): InParts<ParsedDefinition> {
  return yield* sourceInParts(readSource(input));
}

/** A definition of what its text was read to. */
export function* sourceInParts(source: Source): InParts<ParsedDefinition> {
  if (!source.ok) return source;
  const list: ProblemList = { problems: [], locate: source.locate };
  const definition = yield* readDefinition(list, source.value);
  if (definition !== undefined && list.problems.length === 0) return { ok: true, definition, locate: source.locate };
  // A field too many takes nothing from the meaning of the others; what could not be read would be missed everywhere.
  const isWhole = definition !== undefined && list.problems.every(({ code }) => code === 'UNKNOWN_FIELD');
  return { ok: false, problems: list.problems, ...(isWhole && { readable: { definition, locate: source.locate } }) };
}

function readSource(input: { definition?: Json; yaml?: string }): Source {
  if (input.yaml !== undefined && input.definition === undefined) return readYaml(input.yaml);
  if (input.definition !== undefined && input.yaml === undefined) return readJson(input.definition);
  const message = 'give the definition either as JSON or as YAML';
  return { ok: false, problems: [{ code: 'BAD_INPUT', message, path: [], stepId: null, line: null, column: null }] };
}

function* readDefinition(list: ProblemList, value: Json): InParts<Definition | undefined> {
  if (!isJsonObject(value)) {
    report(list, { code: 'BAD_INPUT', message: 'a definition is an object with a name and tasks', path: [] });
    return undefined;
  }
  checkFields(list, { value, known: definitionFields, path: [], stepId: null });
  const name = readText(list, { value: value.name, path: ['name'], lengthMax: valueBounds.nameLengthMax });
  const description =
    value.description === undefined
      ? ''
      : readText(list, { value: value.description, path: ['description'], lengthMax: valueBounds.textLengthMax });
  const onFailure =
    readOneOf(list, { value: value.onFailure, among: failureModes, path: ['onFailure'] }) ?? defaultFailureMode;
  const variables = readVariables(list, value.variables);
  const limits = readLimits(list, value.limits);
  const steps = yield* readSteps(list, value);
  const layout = readLayout(list, value.layout);
  if (name === undefined || description === undefined) return undefined;
  return { name, description, variables, limits, onFailure, steps, ...(layout !== undefined && { layout }) };
}

function readLayout(list: ProblemList, value: Json | undefined): CanvasLayout | undefined {
  if (value === undefined) return undefined;
  const { layout, faults } = readCanvasLayout(value);
  for (const { code, message, path } of faults) report(list, { code, message, path: ['layout', ...path] });
  return layout;
}

function readVariables(list: ProblemList, value: Json | undefined): Record<string, Variable> {
  if (value === undefined) return {};
  const path = ['variables'];
  if (!isJsonObject(value)) {
    report(list, { code: 'BAD_INPUT', message: 'variables is an object of names and types', path });
    return {};
  }
  const names = Object.keys(value);
  if (names.length > workflowBounds.variablesMax) {
    report(list, { code: 'TOO_LARGE', message: `there are more than ${workflowBounds.variablesMax} variables`, path });
    return {};
  }
  const variables: [string, Variable][] = [];
  for (const name of names) {
    const variable = readVariable(list, { name, value: value[name] ?? null });
    if (variable !== undefined) variables.push([name, variable]);
  }
  return Object.fromEntries(variables);
}

function readVariable(list: ProblemList, named: { name: string; value: Json }): Variable | undefined {
  const path = ['variables', named.name];
  if (readIdentifier(list, { value: named.name, path }) === undefined) return undefined;
  const value = named.value;
  if (!isJsonObject(value)) {
    report(list, { code: 'BAD_INPUT', message: `${named.name} needs a type, such as { type: string }`, path });
    return undefined;
  }
  if (value.type === 'secret' || value.secret !== undefined) {
    report(list, { code: 'UNSUPPORTED', message: `${named.name}: secret variables are not available yet`, path });
    return undefined;
  }
  checkFields(list, { value, known: ['type', 'required', 'default'], path, stepId: null });
  const type = readOneOf(list, { value: value.type, among: variableTypes, path: [...path, 'type'], required: true });
  if (value.required !== undefined && typeof value.required !== 'boolean') {
    report(list, { code: 'BAD_INPUT', message: 'required is true or false', path: [...path, 'required'] });
  }
  if (type === undefined) return undefined;
  const required = value.required === true;
  if (value.default === undefined) return { type, required };
  const fallback = readValue(list, { value: value.default, path: [...path, 'default'] });
  return fallback === undefined ? undefined : { type, required, default: fallback };
}

// Figures that other systems hand to the process of a task; no handler here could keep to them.
const unhonouredLimits = ['memory', 'cpu', 'max_memory_mb', 'max_cpu_percent'];
const limitFields = ['maxConcurrentTasks', 'maxRunningSteps', 'maxExecutionTime', 'maxIterations'];

function reportUnhonoured(list: ProblemList, value: JsonObject): void {
  for (const name of unhonouredLimits) {
    if (value[name] === undefined) continue;
    const message = `nothing holds the handlers of tasks to ${name}: leave it out, and let the steps take of a pool (resources)`;
    report(list, { code: 'UNSUPPORTED', message, path: ['limits', name] });
  }
}

function readLimits(list: ProblemList, value: Json | undefined): Limits {
  if (value === undefined) return {};
  const path = ['limits'];
  if (!isJsonObject(value)) {
    report(list, { code: 'BAD_INPUT', message: 'limits is an object', path });
    return {};
  }
  reportUnhonoured(list, value);
  checkFields(list, { value, known: [...limitFields, ...unhonouredLimits], path, stepId: null });
  const maxConcurrentTasks = readInteger(list, {
    value: value.maxConcurrentTasks,
    path: [...path, 'maxConcurrentTasks'],
    max: workflowBounds.stepsMax,
  });
  const maxRunningSteps = readInteger(list, {
    value: value.maxRunningSteps,
    path: [...path, 'maxRunningSteps'],
    max: workflowBounds.runningStepsMax,
  });
  const maxExecutionTimeMs = readDurationMs(list, {
    value: value.maxExecutionTime,
    path: [...path, 'maxExecutionTime'],
  });
  const maxIterations = readInteger(list, {
    value: value.maxIterations,
    path: [...path, 'maxIterations'],
    max: workflowBounds.iterationsMax,
  });
  return {
    ...(maxConcurrentTasks === undefined ? {} : { maxConcurrentTasks }),
    ...(maxRunningSteps === undefined ? {} : { maxRunningSteps }),
    ...(maxExecutionTimeMs === undefined ? {} : { maxExecutionTimeMs }),
    ...(maxIterations === undefined ? {} : { maxIterations }),
  };
}
