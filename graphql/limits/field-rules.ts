/**
 * Which fields of an object tell of the object itself, and which read on from it and so ask for the permission `read`, as
 * the questions at the root do. A mutation answers with what it changed; without this a token that may only enqueue would
 * walk from there through the tenant.
 */
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';

/** `own` is open to whoever was given the object; `read` asks. */
export type FieldRules = { own: readonly string[]; read?: readonly string[] };

/**
 * By type, for every field that has a resolver or leads to another object. One that is not here asks for `read`, and is
 * refused by a test when somebody without it can get there. Plain values of a row need no rule.
 */
export const fieldRules: Readonly<Record<string, FieldRules>> = {
  Alert: {
    own: ['id'],
    read: ['acknowledger', 'tellings', 'task', 'queue', 'gate', 'workflow', 'job', 'run', 'schedule', 'failures'],
  },
  Channel: { own: ['id', 'to', 'quietHours'] },
  Delivery: { own: ['id', 'nextTryAt'], read: ['channel', 'rule'] },
  // Who a log names: no more than its row.
  Actor: { own: ['id', 'kind', 'name'] },
  ApiToken: { own: ['id'], read: ['creator', 'revoker'] },
  // A filter chose them, and a dry run would list the jobs of any filter.
  BulkJobsPayload: { own: ['skipped', 'userErrors'], read: ['jobs'] },
  BulkRunsPayload: { own: ['states', 'skipped', 'userErrors'], read: ['runs'] },
  Failure: { own: ['id', 'workedBefore'], read: ['task', 'workflow', 'assignee', 'trend', 'examples', 'history'] },
  FailureGroupPayload: { own: ['failure', 'fromStart', 'skipped', 'userErrors'], read: ['jobs'] },
  FailureTenant: { own: ['id'] },
  FleetBar: { own: ['id'] },
  FleetPlan: { own: ['scheduleId'] },
  FleetRow: { own: ['id', 'bars', 'parts', 'planned', 'isPlannedCut'] },
  Gate: { own: ['id', 'contention', 'minutes'], read: ['task', 'holders', 'waiters'] },
  Graph: { own: ['nodes', 'edges', 'groups'] },
  FieldChange: { own: ['before', 'after'] },
  GraphAnalysis: { own: ['steps'] },
  StepAnalysis: { own: ['history'] },
  Invitation: { own: ['id'], read: ['creator'] },
  Job: {
    own: [
      'id',
      'priority',
      'params',
      'result',
      'error',
      'attempt',
      'maxAttempts',
      'createdAt',
      'startedAt',
      'finishedAt',
      'correlationId',
      'labels',
      'stepKey',
      'item',
    ],
    // The reason why it waits speaks of other jobs, of queues and limits.
    read: [
      'task',
      'queue',
      'reason',
      'why',
      'attempts',
      'transitions',
      'run',
      'schedule',
      'log',
      'failure',
      'holds',
      'itemValue',
    ],
  },
  NotificationRule: {
    own: ['id', 'lasts', 'window', 'sentence'],
    read: ['queue', 'task', 'workflow', 'schedule', 'channels'],
  },
  QuietHours: { own: ['from', 'to', 'through'] },
  Member: { own: ['id'] },
  Note: { own: ['id'], read: ['author'] },
  DryRun: { own: ['problems', 'outcome', 'failedStep', 'steps', 'edges', 'variables', 'findings'], read: ['workflow'] },
  DryRunStep: { own: ['reason'] },
  EffectivePolicy: { own: [], read: ['lines', 'task', 'queue', 'workflow', 'schedule'] },
  Pause: { own: [], read: ['by'] },
  PlatformEvent: { own: ['id', 'entityId', 'by'] },
  Queue: {
    own: ['id', 'rate'],
    read: [
      'pause',
      'depth',
      'aside',
      'waiting',
      'scheduled',
      'running',
      'oldestAgeMs',
      'oldestWaitingAt',
      'lastHeardAt',
      'activity',
      'line',
      'waits',
      'limits',
      'share',
      'flows',
      'tasks',
    ],
  },
  QueueTask: { own: [], read: ['task'] },
  // A filter chose the runs, and a dry run would list those of any filter.
  RegisterTaskPayload: { own: ['task', 'userErrors'], read: ['impact'] },
  RerunBatch: { own: ['id', 'from', 'version', 'counts'], read: ['creator', 'items', 'refusals'] },
  RerunBatchPayload: { own: ['batch', 'skipped', 'userErrors'], read: ['runs'] },
  RetryPolicy: { own: ['baseDelay', 'maxDelay'] },
  Run: {
    own: ['id', 'variables', 'stepProgress', 'reason', 'replay', 'changeCount'],
    read: [
      'pause',
      'workflow',
      'version',
      'step',
      'steps',
      'graph',
      'schedule',
      'replayOf',
      'reruns',
      'log',
      'starter',
      'failure',
      'why',
      'diagram',
      'analysis',
      'parent',
      'ancestors',
      'changes',
      'dependencies',
      'loops',
      'workflowSteps',
    ],
  },
  RunModification: { own: ['addedSteps', 'skippedSteps', 'variables'], read: ['by'] },
  RunComparison: { own: ['steps', 'given', 'variables', 'versionDiff'], read: ['left', 'right'] },
  RunLogEntry: { own: ['at', 'entityId', 'stepKey'] },
  RunMoment: { own: ['at', 'finishedAt', 'steps', 'undoing', 'next', 'failures'] },
  StepMoment: { own: ['jobId', 'startedAt', 'finishedAt', 'reason'] },
  StepPair: { own: ['left', 'right'] },
  SavedView: { own: ['id', 'isShared'], read: ['savedBy'] },
  Schedule: {
    own: ['id', 'params', 'overlap', 'catchUp', 'nextRunAt', 'description', 'upcoming'],
    read: ['task', 'workflow', 'ticks', 'creator', 'pause'],
  },
  Session: { own: ['id'] },
  Sla: { own: ['startBy', 'maxDuration'] },
  Task: {
    own: [
      'id',
      'handler',
      'handlerKind',
      'handlerSummary',
      'timeout',
      'retry',
      'inputSchema',
      'resultSchema',
      'sla',
      'mutex',
      'resources',
      'concurrency',
      'rate',
      'deprecated',
    ],
    read: ['queue', 'creator', 'versions', 'recentJobs', 'figures', 'history', 'usedBy', 'policies'],
  },
  TaskDeprecation: { own: [], read: ['by'] },
  TaskTest: { own: ['error', 'answer', 'lines'] },
  TaskUses: { own: [], read: ['workflowCount', 'workflows', 'scheduleCount', 'schedules', 'steps'] },
  TaskStep: { own: [], read: ['workflow'] },
  TaskVersion: { own: ['number', 'source'], read: ['creator'] },
  Quota: { own: ['id', 'share', 'standing', 'periodBeganAt', 'resetsAt'] },
  Tenant: { own: ['id', 'limits'], read: ['waitingJobs'] },
  TenantLimits: { own: ['rate'] },
  // The job or run is what the tick made. Only the tick of triggerSchedule is had without `read`.
  Tick: { own: ['job', 'run'] },
  // What was refused says by what, whoever asked.
  UserError: { own: ['quota'] },
  Viewer: { own: ['id', 'name', 'kind', 'role', 'permissions', 'tenant'] },
  WorkedBefore: { own: ['after'] },
  Workflow: {
    own: ['id'],
    read: [
      'latestVersion',
      'versions',
      'versionAt',
      'recentRuns',
      'schedules',
      'draft',
      'draftAuthors',
      'calls',
      'calledBy',
      'resultSchema',
    ],
  },
  WorkflowDraft: { own: ['id', 'key', 'text'], read: ['workflow'] },
  WorkflowDraftAuthor: { own: [], read: ['author'] },
  WorkflowValidation: { own: ['problems', 'warnings'] },
  WorkflowImpact: { own: [], read: ['breaks'] },
  WorkflowVersion: {
    own: ['id', 'definition', 'source', 'graph', 'diagram'],
    read: ['openRuns', 'creator', 'analysis', 'impact'],
  },
};

/** Marks the fields that ask for `read`. Goes before whatever puts resolvers around plain values. */
export function markReading(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const changes = Object.values(schema.getMutationType()?.getFields() ?? {});
  const payloads = new Set(changes.map(({ type }) => getNamedType(type).name));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || roots.includes(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (isPlain(field) || isOwn(type, field.name, payloads)) continue;
      field.extensions = { ...field.extensions, asks: 'read' };
    }
  }
}

/** True when the field asks for `read`. */
export function asksRead({ extensions }: GraphQLField<unknown, unknown>): boolean {
  return extensions.asks === 'read';
}

function isPlain({ type, resolve }: GraphQLField<unknown, unknown>): boolean {
  return resolve === undefined && isLeafType(getNamedType(type));
}

// A payload holds what its mutation changed, and a page what its list was asked for.
function isOwn({ name }: GraphQLObjectType, field: string, payloads: ReadonlySet<string>): boolean {
  const rules = fieldRules[name];
  if (rules !== undefined) return rules.own.includes(field);
  return payloads.has(name) || name.endsWith('Connection') || name.endsWith('Edge');
}
