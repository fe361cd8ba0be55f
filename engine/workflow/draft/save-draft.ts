/** Keeps what somebody has written of a definition, whether or not it can be read yet. */
import { draftBounds } from '#domain/bounds/draft.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import { checkInteger, checkKnownName, checkText } from '#domain/value/input-checks.ts';
import { sizeBytesAbove } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type DraftPlace, type DraftRow, draftColumns } from './drafts.ts';

export type SaveDraftInput = DraftPlace & {
  text: string;
  /** The version that the text was begun from; 0 for a new workflow. */
  baseVersion: number;
  /** The revision that the author saw last; none says that there is no draft yet. */
  revision?: string | null;
};

/** Saves a draft where nobody has saved another one since: two windows of one author do not write over each other. */
export async function saveDraft(context: Context, input: SaveDraftInput): Promise<Outcome<DraftRow>> {
  const refused = refuseUnless(context, 'workflow.edit');
  if (refused !== undefined) return refused;
  const refusals = check(input);
  if (refusals.length > 0) return refuseAll(refusals);
  const owner = actorName(context.actor);
  const place = { workflowId: input.workflowId ?? null, key: input.key ?? '' };
  const outcome = await command(context, async (tx) => {
    // One at a time for each author, so that the bounds hold.
    await lockDrafts(tx, owner);
    const unfit = await refuseBase(tx, { ...place, baseVersion: input.baseVersion });
    if (unfit !== undefined) return unfit;
    const found = await tx.client.workflowDraft.findFirst({
      where: { tenantId: tx.tenantId, owner, ...place },
      select: draftColumns,
    });
    if ((found?.revision ?? null) !== (input.revision ?? null)) return await saySame(tx, { found, input });
    const writing = { ...place, owner, found, text: input.text, baseVersion: input.baseVersion };
    const full = await refuseFull(tx, writing);
    if (full !== undefined) return full;
    return await write(tx, writing);
  });
  if (outcome.ok && (input.revision ?? null) === null) context.hints.send('news');
  return outcome;
}

// Whoever sends a save again because its answer was lost meets their own text.
async function saySame(
  tx: Transaction,
  { found, input: { text, baseVersion } }: { found: DraftRow | null; input: SaveDraftInput },
): Promise<Outcome<DraftRow>> {
  if (found === null)
    return refuse('VERSION_CONFLICT', 'the draft was discarded or published in the meantime', ['revision']);
  const same = await tx.client.workflowDraft.count({
    where: { tenantId: tx.tenantId, id: found.id, text, baseVersion },
  });
  if (same > 0) return done(found);
  return refuse('VERSION_CONFLICT', 'another text was saved as this draft in the meantime', ['revision']);
}

type Writing = {
  owner: string;
  workflowId: string | null;
  key: string;
  found: DraftRow | null;
  text: string;
  baseVersion: number;
};

async function write(tx: Transaction, { found, ...writing }: Writing): Promise<Outcome<DraftRow>> {
  const { text, baseVersion, workflowId, owner } = writing;
  const saved = { text, sizeBytes: sizeOf(text), baseVersion, revision: newId(), savedAt: tx.now };
  if (found === null) {
    const id = newId();
    const draft = await tx.client.workflowDraft.create({
      data: { ...writing, ...saved, tenantId: tx.tenantId, id, begunAt: tx.now },
      select: draftColumns,
    });
    const payload = workflowId === null ? {} : { workflow: publicId('workflow', workflowId) };
    await appendEvents(tx, [{ type: 'draft.begun', entityIds: [id], actor: owner, payloads: [payload] }]);
    return done(draft);
  }
  // A publication that takes it in this moment holds its row.
  const { count } = await tx.client.workflowDraft.updateMany({
    where: { tenantId: tx.tenantId, id: found.id, revision: found.revision },
    data: saved,
  });
  if (count === 0)
    return refuse('VERSION_CONFLICT', 'the draft was discarded or published in the meantime', ['revision']);
  const { text: _, ...changed } = saved;
  return done({ ...found, ...changed });
}

async function refuseBase(
  { client, tenantId }: Transaction,
  { workflowId, baseVersion }: { workflowId: string | null; baseVersion: number },
): Promise<{ ok: false; refusals: Refusal[] } | undefined> {
  if (workflowId === null)
    return baseVersion === 0 ? undefined : refuse('BAD_INPUT', 'a new workflow has no version yet', ['baseVersion']);
  const workflow = await client.workflow.findUnique({
    where: { tenantId_id: { tenantId, id: workflowId } },
    select: { version: true },
  });
  if (workflow === null) return refuse('NOT_FOUND', 'there is no such workflow', ['workflow']);
  if (baseVersion >= 1 && baseVersion <= workflow.version) return undefined;
  return refuse('BAD_INPUT', `the workflow has the versions 1 to ${workflow.version}`, ['baseVersion']);
}

async function refuseFull(
  { client, tenantId }: Transaction,
  { owner, found, text }: Writing,
): Promise<{ ok: false; refusals: Refusal[] } | undefined> {
  const { draftsPerOwnerMax, textBytesPerOwnerMax } = draftBounds;
  const { _count: others, _sum: sum } = await client.workflowDraft.aggregate({
    where: { tenantId, owner, ...(found !== null && { id: { not: found.id } }) },
    _count: true,
    _sum: { sizeBytes: true },
  });
  if (others >= draftsPerOwnerMax)
    return refuse('LIMIT_REACHED', `there are at most ${draftsPerOwnerMax} drafts of one author: discard one`, []);
  if ((sum.sizeBytes ?? 0) + sizeOf(text) > textBytesPerOwnerMax)
    return refuse(
      'LIMIT_REACHED',
      `the drafts of one author have at most ${textBytesPerOwnerMax} bytes together: discard one`,
      ['text'],
    );
  return undefined;
}

async function lockDrafts({ client, tenantId }: Transaction, owner: string): Promise<void> {
  const name = `taskflow.drafts.${tenantId}.${owner}`;
  await client.$queryRaw(
    Prisma.sql`/* lock_drafts */ select pg_advisory_xact_lock(hashtextextended(${name}, 0)) is null as held`,
  );
}

function check({ workflowId, key, text, baseVersion }: SaveDraftInput): Refusal[] {
  const hasWorkflow = workflowId !== undefined && workflowId !== null;
  const hasKey = key !== undefined && key !== null;
  if (hasWorkflow === hasKey)
    return [
      { code: 'BAD_INPUT', message: 'a draft is of a workflow, or has a key for one that is new', path: ['workflow'] },
    ];
  const most = workflowBounds.definitionSizeBytesMax;
  const sizeBytes = sizeBytesAbove(most, text);
  if (sizeBytes !== undefined)
    return [{ code: 'TOO_LARGE', message: `the text has ${sizeBytes} bytes, ${most} is the most`, path: ['text'] }];
  return [
    ...(hasKey ? checkKnownName({ value: key, path: ['key'] }) : []),
    ...checkText({ value: key, path: ['key'], lengthMax: draftBounds.keyLengthMax }),
    ...checkText({ value: text, path: ['text'], lengthMax: most }),
    ...checkInteger({ value: baseVersion, path: ['baseVersion'], min: 0, max: 2 ** 31 - 1 }),
  ];
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}
