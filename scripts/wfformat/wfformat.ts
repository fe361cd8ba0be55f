/**
 * Recorded executions of real workflows, as WfCommons publishes them (WfFormat 1.5), read as workflow definitions
 * whose steps sleep as long as the recorded ones ran, scaled. Pure: the text is read and the result sent elsewhere.
 */

import { taskBounds } from '#domain/bounds/task.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { makespanMs, type Timed } from './makespan.ts';

/** The builtin task that every step becomes. */
export const sleepTask = 'wf-sleep';

export type Reading =
  | { ok: true; definition: JsonObject; criticalPathMs: number; timed: Timed[]; steps: number }
  | { ok: false; message: string };

type Step = Timed & { parents: Set<string> };

/**
 * The definition of an instance; `criticalPathMs` is the shortest time in which any engine could finish it, `timed`
 * says how long each step takes and what it waits for.
 */
export function workflowOf(instance: unknown, { name, scale }: { name?: string | undefined; scale: number }): Reading {
  if (!(scale > 0 && Number.isFinite(scale))) return fault('the scale is a number above zero');
  const workflow = isJsonObject(instance) ? instance.workflow : undefined;
  if (!isJsonObject(instance) || !isJsonObject(workflow))
    return fault('this is no WfFormat instance: it has no "workflow"');
  const tasks = isJsonObject(workflow.specification) ? objectsIn(workflow.specification.tasks) : [];
  if (tasks.length === 0) return fault('workflow.specification.tasks lists no task; WfFormat before 1.4 is not read');
  if (tasks.length > workflowBounds.stepsMax)
    return fault(`it has ${tasks.length} tasks; a workflow has at most ${workflowBounds.stepsMax} steps`);
  const read = readSteps(tasks, { runtimes: readRuntimes(workflow.execution), scale });
  if (typeof read === 'string') return fault(read);
  const timed = [...read.values()];
  const criticalPathMs = makespanMs(timed, timed.length);
  if (criticalPathMs === undefined) return fault('its tasks wait for one another in a circle');
  const title = name ?? (typeof instance.name === 'string' && instance.name !== '' ? instance.name : 'wfformat-import');
  const description = `Imported from WfFormat: ${read.size} tasks, recorded runtimes times ${scale}.`;
  const definition = { name: title, description, tasks: timed.map(printStep) };
  return { ok: true, definition, criticalPathMs, timed, steps: read.size };
}

function fault(message: string): Reading {
  return { ok: false, message };
}

function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function readRuntimes(execution: Json | undefined): Map<Json | undefined, number> {
  const tasks = isJsonObject(execution) ? objectsIn(execution.tasks) : [];
  return new Map(tasks.map((task) => [task.id, typeof task.runtimeInSeconds === 'number' ? task.runtimeInSeconds : 0]));
}

type Recording = { runtimes: Map<Json | undefined, number>; scale: number };

/** The steps by the id of their task, or what is wrong with the tasks. */
function readSteps(tasks: JsonObject[], { runtimes, scale }: Recording): Map<string, Step> | string {
  const steps = new Map<string, Step>();
  const taken = new Set<string>();
  for (const { id } of tasks) {
    if (typeof id !== 'string' || id === '') return 'a task has no id';
    if (steps.has(id)) return `two tasks have the id ${id}`;
    const sleepMs = Math.min(Math.max(Math.round((runtimes.get(id) ?? 0) * 1_000 * scale), 0), taskBounds.timeoutMsMax);
    steps.set(id, { id: freeId(id, taken), sleepMs, parents: new Set() });
  }
  // Each edge is usually told from both ends; some recorders tell it from one.
  for (const task of tasks) {
    for (const parent of textsIn(task.parents)) {
      if (!connect(steps, { parent, child: String(task.id) }))
        return `${String(task.id)} waits for ${parent}, which is not there`;
    }
    for (const child of textsIn(task.children)) {
      if (!connect(steps, { parent: String(task.id), child }))
        return `${child} follows ${String(task.id)} and is not there`;
    }
  }
  return steps;
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function connect(steps: ReadonlyMap<string, Step>, edge: { parent: string; child: string }): boolean {
  const child = steps.get(edge.child);
  if (child === undefined || !steps.has(edge.parent)) return false;
  child.parents.add(steps.get(edge.parent)?.id ?? '');
  return true;
}

/** An id that expressions and logs can carry: letters, digits, dots, dashes; told apart by a number where two fall together. */
function freeId(id: string, taken: Set<string>): string {
  // Room for the number, and no name that an object of JavaScript has by birth.
  const plain = id.replaceAll(/[^A-Za-z0-9._-]+/g, '_').slice(0, valueBounds.nameLengthMax - 10);
  const base = /^[A-Za-z]/.test(plain) && plain !== 'constructor' && plain !== 'prototype' ? plain : `t_${plain}`;
  let free = base;
  for (let n = 2; taken.has(free); n += 1) free = `${base}-${n}`;
  taken.add(free);
  return free;
}

function printStep({ id, sleepMs, parents }: Step): JsonObject {
  return { id, type: sleepTask, params: { ms: sleepMs }, ...(parents.size > 0 ? { dependencies: [...parents] } : {}) };
}
