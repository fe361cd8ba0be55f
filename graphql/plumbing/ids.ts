/** Ids as clients see them, and the uuids inside. */
import { createHash } from 'node:crypto';
import { type IdType, idTypes, noId, publicId, uuidOf } from '#domain/value/ids.ts';

/** The uuid in a client's id; one that is found nowhere when the id is of another type or none at all. */
export function bareId(type: IdType, id: string): string {
  // Not found, in the same words as one that never was.
  return uuidOf(type, id) ?? noId;
}

/** The uuid in an optional id. */
export function bareIdIfGiven(type: IdType, id: string | null | undefined): string | undefined {
  return id === null || id === undefined ? undefined : bareId(type, id);
}

const prefixes = new Map<string, string>(Object.entries(idTypes));

/** The public id of what an event is about: its type begins with the noun. */
export function entityIdOf(eventType: string, uuid: string): string {
  const prefix = prefixes.get(eventType.slice(0, eventType.indexOf('.')));
  return prefix === undefined ? uuid : `${prefix}_${uuid}`;
}

/** The id of a step within a run: drawn from both, so that it is the same before and after the step has a job. */
export function stepIdOf(runId: string, index: number): string {
  const hash = createHash('sha256').update(`${runId} ${index}`).digest('hex');
  return publicId('step', `${runId.slice(0, 14)}7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`);
}
