/** Writes a definition back in the words of the contract, so that reading it again gives the same definition. */
import { printCanvasLayout } from '#domain/canvas/layout.ts';
import type { Sla } from '#domain/sla/sla.ts';
import { formatDuration } from '#domain/value/duration.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { Compensation, Definition, Dependency, Step, Variable } from '#domain/workflow/definition.ts';
import { printLoop } from '#domain/workflow/steps/read-loop.ts';

/** The definition as JSON. Whatever has its default is left out. */
export function printDefinition(definition: Definition): JsonObject {
  const { limits } = definition;
  const printed: JsonObject = { name: definition.name };
  if (definition.description !== '') printed.description = definition.description;
  const variables = Object.entries(definition.variables);
  if (variables.length > 0) {
    printed.variables = Object.fromEntries(variables.map(([name, variable]) => [name, printVariable(variable)]));
  }
  const limitFields: JsonObject = {};
  if (limits.maxConcurrentTasks !== undefined) limitFields.maxConcurrentTasks = limits.maxConcurrentTasks;
  if (limits.maxRunningSteps !== undefined) limitFields.maxRunningSteps = limits.maxRunningSteps;
  if (limits.maxExecutionTimeMs !== undefined) limitFields.maxExecutionTime = formatDuration(limits.maxExecutionTimeMs);
  if (limits.maxIterations !== undefined) limitFields.maxIterations = limits.maxIterations;
  if (Object.keys(limitFields).length > 0) printed.limits = limitFields;
  if (definition.onFailure !== 'fail') printed.onFailure = definition.onFailure;
  printed.tasks = definition.steps.map(printStep);
  const layout = definition.layout === undefined ? undefined : printCanvasLayout(definition.layout);
  if (layout !== undefined) printed.layout = layout;
  return printed;
}

function printVariable(variable: Variable): JsonObject {
  const printed: JsonObject = { type: variable.type };
  if (variable.required) printed.required = true;
  if (variable.default !== undefined) printed.default = variable.default;
  return printed;
}

/** A step in the words of the contract. */
export function printStep(step: Step): JsonObject {
  const printed: JsonObject = { id: step.id };
  if (step.task !== undefined) printed.type = step.task;
  if (step.workflow !== undefined) printed.workflow = step.workflow;
  if (step.wait !== undefined) printed.wait = step.wait;
  if (step.approval !== undefined) printed.approval = step.approval;
  if (!isEmptyObject(step.params)) printed.params = step.params;
  if (step.retry !== undefined) printed.retry = step.retry;
  if (step.timeoutMs !== undefined) printed.timeout = formatDuration(step.timeoutMs);
  if (step.queue !== undefined) printed.queue = step.queue;
  if (step.priority !== undefined) printed.priority = step.priority;
  if (step.sla !== undefined) printed.sla = printSla(step.sla);
  if (step.mutex !== undefined) printed.mutex = step.mutex;
  if (step.resources !== undefined) printed.resources = step.resources;
  if (step.dependencies.length > 0) printed.dependencies = step.dependencies.map(printDependency);
  if (step.join !== 'all') printed.join = step.join;
  if (step.isFinally === true) printed.finally = true;
  if (step.compensate !== undefined) printed.compensate = printCompensation(step.compensate);
  if (step.condition !== undefined) printed.condition = step.condition;
  if (step.loop !== undefined) Object.assign(printed, printLoop(step.loop));
  if (step.output !== undefined) printed.output = step.output;
  return printed;
}

function printCompensation({ task, params }: Compensation): Json {
  return params === undefined ? task : { task, params };
}

function printSla({ startByMs, maxDurationMs }: Sla): JsonObject {
  return {
    ...(startByMs === undefined ? {} : { startBy: formatDuration(startByMs) }),
    ...(maxDurationMs === undefined ? {} : { maxDuration: formatDuration(maxDurationMs) }),
  };
}

function printDependency(dependency: Dependency): Json {
  if (dependency.on === 'success' && dependency.condition === undefined) return dependency.step;
  const printed: JsonObject = { task: dependency.step, on: dependency.on };
  if (dependency.condition !== undefined) printed.condition = dependency.condition;
  return printed;
}

function isEmptyObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
