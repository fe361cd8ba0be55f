/**
 * What makes two failures the same kind: what failed, the type of its error, and what its message says without numbers,
 * ids and quoted parts. Deterministic; a change of these rules is a new version, under which kinds begin anew.
 */
import { failureBounds } from '#domain/bounds/failure.ts';
import { cleanMessage } from './clean-message.ts';

const fingerprintVersion = 1;

/** What failed: a job of a task, a step of a workflow, or a run of which no step failed. Ids are bare uuids. */
export type FailedSubject =
  | { of: 'task'; taskId: string }
  | { of: 'step'; workflowId: string; stepKey: string }
  | { of: 'run'; workflowId: string };

/** How much of a failure tells its kind: with too many kinds in a tenant, less. */
export const failureDetails = ['MESSAGE', 'TYPE', 'SUBJECT'] as const;
export type FailureDetail = (typeof failureDetails)[number];

/** A failure as its kind is told: `type` and `message` are cleaned. */
export type FailureKind = { subject: FailedSubject; type: string; message: string };

/** The kind of a failure whose error says this. */
export function kindOf(subject: FailedSubject, error: { type: string; message: string }): FailureKind {
  return { subject, type: cleanType(error.type), message: cleanMessage(error.message) };
}

/** The same text for the same kind and never for another: what a fingerprint is drawn from. */
export function fingerprintText({ subject, type, message }: FailureKind, detail: FailureDetail): string {
  const told = { MESSAGE: [type, message], TYPE: [type], SUBJECT: [] }[detail];
  return JSON.stringify([fingerprintVersion, ...subjectParts(subject), ...told]);
}

/** The same text for the same error, whatever failed of it and whoever it concerns. */
export function errorText({ type, message }: FailureKind, detail: FailureDetail): string {
  return JSON.stringify([fingerprintVersion, type, detail === 'MESSAGE' ? message : detail]);
}

function subjectParts(subject: FailedSubject): string[] {
  if (subject.of === 'task') return [subject.of, subject.taskId];
  if (subject.of === 'step') return [subject.of, subject.workflowId, subject.stepKey];
  return [subject.of, subject.workflowId];
}

// A type is a name that somebody gave: its numbers belong to it.
function cleanType(type: string): string {
  const name = type
    .slice(0, failureBounds.typeLengthMax)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim();
  return name === '' ? 'UNKNOWN' : name;
}
