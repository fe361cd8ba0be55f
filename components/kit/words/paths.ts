/**
 * The paths of the console's pages within a tenant. This is the one place where they are put together; `Link` and `useGo`
 * of components/address put the tenant before them. A noun that no other room links to has its path in its own value.
 */
import { pathOfNamed } from '#components/kit/noun/noun.ts';

/** The pages that need no name. */
export const screens = {
  overview: '/',
  timeline: '/timeline',
  jobs: '/jobs',
  runs: '/runs',
  reruns: '/reruns',
  alerts: '/alerts',
  failures: '/failures',
  workflows: '/workflows',
  newWorkflow: '/workflows/new',
  schedules: '/schedules',
  newSchedule: '/schedules/new',
  tasks: '/tasks',
  newTask: '/tasks/new',
  activeSchedules: '/schedules?show=active',
  pausedSchedules: '/schedules?show=paused',
  queues: '/queues',
  locks: '/locks',
  workers: '/workers',
  goneWorkers: '/workers?gone=shown',
  api: '/api-explorer',
  settings: '/settings',
  notifications: '/settings?tab=notifications',
  account: '/settings?tab=account',
  tenant: '/settings?tab=tenant',
} as const;

/** The path of a job. */
export function jobPath(id: string): string {
  return `/jobs/${encodeURIComponent(id)}`;
}

/** The jobs of a run, those of the items and rounds of its steps among them. */
export function jobsOfRunPath(runId: string): string {
  return `/jobs?q=run:${encodeURIComponent(runId)}`;
}

/** The path of an alert. */
export function alertPath(id: string): string {
  return `/alerts/${encodeURIComponent(id)}`;
}

/** The path of a run. */
export function runPath(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}

/** The steps of a run that are in a state. */
export function runStepsPath(id: string, state: string): string {
  return `${runPath(id)}?tab=steps&state=${encodeURIComponent(state)}`;
}

/** The path of a batch of reruns. */
export function rerunPath(id: string): string {
  return `/reruns/${encodeURIComponent(id)}`;
}

/** The path of a schedule. */
export function schedulePath(id: string): string {
  return `/schedules/${encodeURIComponent(id)}`;
}

/** The page on which a schedule is changed. */
export function editSchedulePath(id: string): string {
  return `${schedulePath(id)}/edit`;
}

/** The page for a new schedule of a task. */
export function newSchedulePath(task: string): string {
  return `${screens.newSchedule}?task=${encodeURIComponent(task)}`;
}

/** The schedules whose name holds a text. */
export function schedulesPath(query: string): string {
  return `/schedules?q=${encodeURIComponent(query)}`;
}

/** The path of a workflow. */
export function workflowPath(workflow: { id: string; name: string }): string {
  return pathOfNamed({ path: screens.workflows, idType: 'workflow' }, workflow);
}

/** The page on which a workflow is edited. */
export function editWorkflowPath(workflow: { id: string; name: string }): string {
  return `${workflowPath(workflow)}/edit`;
}

/** The page for a new workflow that begins with a template. */
export function newWorkflowPath(template: string): string {
  return `/workflows/new?template=${encodeURIComponent(template)}`;
}

/** What an address names. */
export function workflowKey(segment: string): { id: string } | { name: string } {
  return segment.startsWith('wfl_') ? { id: segment } : { name: segment };
}

/** All runs of a workflow. */
export function runsPath(workflow: { name: string }): string {
  const term = /^[\w.-]+$/.test(workflow.name) ? workflow.name : `"${workflow.name.replaceAll('"', '')}"`;
  return `/runs?q=${encodeURIComponent(`workflow:${term}`)}`;
}

/** The path of a task. */
export function taskPath(task: { id: string; name: string }): string {
  return pathOfNamed({ path: screens.tasks, idType: 'task' }, task);
}

/** The path of a queue. */
export function queuePath(queue: { id: string; name: string }): string {
  return pathOfNamed({ path: screens.queues, idType: 'queue' }, queue);
}

/** The path of a mutex, a pool or a cap. */
export function lockPath(id: string): string {
  return `${screens.locks}/${encodeURIComponent(id)}`;
}

/** The path of a failure. */
export function failurePath(id: string): string {
  return `${screens.failures}/${encodeURIComponent(id)}`;
}
