/** Public ids: `<type>_<uuidv7>`, opaque to clients. Inside, an id is its bare uuid. */

export const idTypes = {
  tenant: 'tnt',
  task: 'tsk',
  job: 'job',
  queue: 'que',
  schedule: 'sch',
  tick: 'tik',
  workflow: 'wfl',
  version: 'wfv',
  run: 'run',
  step: 'stp',
  alert: 'alr',
  worker: 'wrk',
  token: 'tok',
  user: 'usr',
  attempt: 'att',
  platformEvent: 'pev',
  failure: 'flr',
  channel: 'chn',
  rule: 'rul',
  delivery: 'dlv',
  rerun: 'rrb',
  invitation: 'inv',
  session: 'ses',
  view: 'viw',
  note: 'not',
  gate: 'gat',
  quota: 'quo',
  draft: 'wfd',
} as const;
export type IdType = keyof typeof idTypes;

/** No row ever carries it, and it stands before every id. */
export const noId = '00000000-0000-0000-0000-000000000000';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for the shape of every uuid that is stored. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** The id that clients see. */
export function publicId(type: IdType, uuid: string): string {
  return `${idTypes[type]}_${uuid}`;
}

/** The uuid inside a public id of this type; undefined for anything else, which clients see as not found. */
export function uuidOf(type: IdType, id: string): string | undefined {
  const prefix = `${idTypes[type]}_`;
  if (!id.startsWith(prefix)) return undefined;
  const uuid = id.slice(prefix.length);
  return isUuid(uuid) ? uuid : undefined;
}
