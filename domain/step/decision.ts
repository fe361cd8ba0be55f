/** How the wait of a step ends: what it leaves to expressions, and what its events say. */
import { mayGrant, type Role } from '#domain/access/permissions.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { ApproverRole, Ask } from './read-ask.ts';

export type StepEnd = {
  state: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  result: Json;
  error: { type: string; message: string; retryable: boolean } | null;
};

export type Decision = { approved: boolean; by: string; at: string; comment: string | null; form: Json };

/** True for somebody with one of the roles, or with one that may do at least as much. */
export function mayDecide(role: Role, roles: readonly ApproverRole[]): boolean {
  return roles.some((asked) => mayGrant(role, asked));
}

/** The end of an approval that somebody decided about. A refusal is a failure that a failure edge catches. */
export function endOfDecision(decision: Decision): StepEnd {
  const { approved, by, at, comment, form } = decision;
  const result: JsonObject = { approved, by, at, comment, form };
  if (approved) return { state: 'SUCCEEDED', result, error: null };
  const message = comment === null ? `denied by ${by}` : `denied by ${by}: ${comment}`;
  return { state: 'FAILED', result, error: { type: 'APPROVAL_DENIED', message, retryable: false } };
}

/** The end of a wait whose signal came. */
export function endOfSignal(payload: Json): StepEnd {
  return { state: 'SUCCEEDED', result: payload, error: null };
}

/** The end of a wait whose time has come: what it waited for, or too long. */
export function endOfTime(ask: { kind: Ask['kind'] } & { signal?: string | null }): StepEnd {
  if (ask.kind === 'APPROVAL') return tooLate('APPROVAL_TIMEOUT', 'nobody decided in time');
  const { signal = null } = ask;
  if (signal !== null) return tooLate('SIGNAL_TIMEOUT', `the signal ${signal} did not come in time`);
  return { state: 'SUCCEEDED', result: null, error: null };
}

function tooLate(type: string, message: string): StepEnd {
  return { state: 'FAILED', result: null, error: { type, message, retryable: false } };
}
