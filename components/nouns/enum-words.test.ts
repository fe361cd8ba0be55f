/**
 * Goal: no value that the API has a name for is shown by that name. Method: every enum of the schema is walked; each
 * stands here with the words that screens have for its values, or with where its values are said, or why none is shown.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildSchema, isEnumType } from 'graphql';
import { perWords } from '#components/kit/form/duration/rate-text.ts';
import { levelWords, policyWords, ruleWords } from '#components/kit/policy/policy-words.ts';
import { refusalWords } from '#components/kit/words/say-code.ts';
import {
  alertLooks,
  deliveryLooks,
  failureLooks,
  jobLooks,
  rerunBatchLooks,
  rerunItemLooks,
  runLooks,
  scheduleLooks,
  tickLooks,
  workerLooks,
} from '#components/state/state-look.ts';
import { severities } from '#domain/sla/alert-kinds.ts';
import { severityLook } from './alert/alert-words.ts';
import { gateLooks } from './job/why/gates/gate-order.ts';
import { answerLooks } from './run/steps/answered-conditions.ts';
import { catchUpWords, overlapWords } from './schedule/words/policy-words.ts';
import { handlerWords } from './task/task-words.ts';
import { diffLooks } from './workflow/diff/diff-looks.ts';

const words: Record<string, Readonly<Record<string, unknown>>> = {
  AlertState: alertLooks,
  CatchUpPolicy: catchUpWords,
  ConditionAnswer: answerLooks,
  DeliveryState: deliveryLooks,
  DiffKind: diffLooks,
  ErrorCode: refusalWords,
  FailureState: failureLooks,
  HandlerKind: handlerWords,
  JobState: jobLooks,
  OverlapPolicy: overlapWords,
  PolicyKind: policyWords,
  PolicyLevel: levelWords,
  RatePer: perWords,
  PolicyRule: ruleWords,
  RerunBatchState: rerunBatchLooks,
  RerunItemState: rerunItemLooks,
  RunState: runLooks,
  ScheduleState: scheduleLooks,
  WaitGateState: gateLooks,
  Severity: Object.fromEntries(severities.map((severity) => [severity, severityLook(severity)])),
  TickOutcome: tickLooks,
  WorkerState: workerLooks,
};

/** Said by a table that its type keeps whole, or by a sentence that chooses among its values. */
const saidElsewhere: Record<string, string> = {
  ApprovalDecision: 'components/nouns/run/steps/answer-window.tsx',
  ActorKind: 'components/kit/words/say-actor.ts',
  ChannelKind: 'components/settings/notifications/channel-form.ts',
  DiagramFormat: 'components/graph/export-menu.tsx',
  DurationPercentile: 'components/nouns/workflow/analysis/analysis-tab.tsx',
  FailureDetail: 'components/nouns/failure/page/failure-page.tsx',
  FailureKind: 'components/nouns/failure/list/failure-filter.tsx',
  FleetRowKind: 'components/timeline/fleet',
  FleetState: 'components/timeline/fleet/model/fleet-words.ts',
  ImpactCause: 'components/nouns/run/analysis/step-analysis.tsx',
  InvitationState: 'components/settings/members/invitations.tsx',
  LogLevel: 'components/nouns/job/log/log-toolbar.tsx',
  NoticeKind: 'components/settings/notifications/rule-form.ts',
  QuotaMeasure: 'components/settings/quotas/quota-words.ts',
  QuotaPeriod: 'components/settings/quotas/quota-words.ts',
  QuotaStanding: 'components/settings/quotas/quota-words.ts',
  StepKind: 'components/graph/graph-model.ts',
  RerunReason: 'components/nouns/run/again/rerun-form.ts',
  RerunScope: 'components/nouns/run/again/say-replay.ts',
  RerunVersion: 'components/nouns/rerun/say-batch.ts',
  RetryFrom: 'components/nouns/run/again/say-replay.ts',
  Role: 'components/settings/say-role.ts',
  WorkflowWarningSeverity: 'components/nouns/workflow/definition/problems-list.tsx',
  WaitHolderKind: 'components/nouns/job/why/gates/gate-order.ts',
  WayOutAct: 'components/nouns/job/why/gates/way-out-button.tsx',
};

/** Shown to nobody: what is asked for, or what only programs branch on. */
const unseen = new Set([
  'DryRunFindingCode',
  'DryRunOutcome',
  'EventNoun',
  'GateKind',
  'LogFormat',
  'LogSource',
  'LoopKind',
  'RetryJitter',
  'RetryStrategy',
  'ViewerKind',
  'WorkflowWarningCode',
]);

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../graphql/schema.graphql'), 'utf8'));
const enums = Object.values(schema.getTypeMap()).filter((type) => isEnumType(type) && !type.name.startsWith('__'));

test('every enum of the API has its words, or is shown to nobody', () => {
  assert.ok(enums.length > 20, 'the walk finds the enums');
  const homeless = enums.filter(
    ({ name }) => words[name] === undefined && saidElsewhere[name] === undefined && !unseen.has(name),
  );
  assert.deepEqual(
    homeless.map(({ name }) => name),
    [],
  );
});

test('every value of an enum that is shown has a word', () => {
  const silent = enums.flatMap((type) => {
    const own = words[type.name];
    if (own === undefined || !isEnumType(type)) return [];
    return type.getValues().flatMap(({ name }) => (Object.hasOwn(own, name) ? [] : [`${type.name}.${name}`]));
  });
  assert.deepEqual(silent, []);
});
