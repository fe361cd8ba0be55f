/** Publishes a workflow: checks the definition whole, then stores it as the next immutable version. */
import { draftBounds } from '#domain/bounds/draft.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { checkText as checkField } from '#domain/value/input-checks.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { CheckedDefinition } from '#domain/workflow/check.ts';
import type { Problem } from '#domain/workflow/problem.ts';
import type { Warning } from '#domain/workflow/steps/warnings/warning.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { lockTenantClaims } from '#engine/queue/lock-tenant-claims.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { storedObject } from '#engine/store/sql/stored-json.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { checkText, type DefinitionInput, findProblems, mayStand } from './check-text.ts';
import { endDraft } from './draft/discard-draft.ts';
import { lockCalls, noteCalls } from './workflow-calls.ts';

export type PublishWorkflowInput = DefinitionInput & {
  /** The version that the author started from; refused VERSION_CONFLICT when somebody else published since. */
  baseVersion?: number | null;
  /** What its author says of the version. */
  note?: string | null;
  /** The revision of the author's draft that is published: ended with it. One that was saved since stays. */
  draftRevision?: string | null;
};

export type ValidatedWorkflow = { valid: boolean; problems: Problem[]; warnings: Warning[]; levels: string[][] };

/** Every problem of a definition, with its place in the text; nothing is stored. For those who may publish it. */
export async function validateWorkflow(context: Context, input: DefinitionInput): Promise<Outcome<ValidatedWorkflow>> {
  const forbidden = refuseUnless(context, 'workflow.edit');
  if (forbidden !== undefined) return forbidden;
  const checked = await checkText(context, input);
  return await transaction(context.database, context.tenantId, async (tx) => {
    const problems = await findProblems(tx, checked);
    const isReadable = problems.every(mayStand);
    const { warnings, levels } = checked;
    return done({ valid: problems.length === 0, problems, warnings, levels: isReadable ? levels : [] });
  });
}

/** Publishes; a definition equal to the latest version is not published again. */
export async function publishWorkflow(
  context: Context,
  input: PublishWorkflowInput,
): Promise<Outcome<{ workflowId: string; versionId: string }>> {
  const forbidden = refuseUnless(context, 'workflow.edit');
  if (forbidden !== undefined) return forbidden;
  const unfit = checkField({ value: input.note, path: ['note'], lengthMax: draftBounds.noteLengthMax });
  if (unfit.length > 0) return refuseAll(unfit);
  const checked = await checkText(context, input);
  return await hintedCommand(context, ['news'], (tx) => publish(tx, context, { ...input, checked }));
}

type Publishing = PublishWorkflowInput & { checked: CheckedDefinition };

async function publish(
  tx: Transaction,
  context: Context,
  { checked, baseVersion, draftRevision, ...input }: Publishing,
): Promise<Outcome<{ workflowId: string; versionId: string }>> {
  // Of two that publish at once, the second sees what the first one calls.
  if (checked.workflows.size > 0) await lockCalls(tx);
  const problems = await findProblems(tx, checked);
  const { workflow } = checked;
  // What is published already goes on, and saying it again makes nothing new.
  const isWrong = problems.some(({ code }) => code !== 'TASK_DEPRECATED');
  if (workflow === null || isWrong) return refuseAll(problems.map(refusalOf));
  const actor = actorName(context.actor);
  const { id: workflowId, version, isNew, maxRunningSteps: capWas } = await lockWorkflow(tx, workflow.name);
  if (baseVersion !== undefined && baseVersion !== null && baseVersion !== version) {
    return refuse('VERSION_CONFLICT', `"${workflow.name}" is at version ${version}, not ${baseVersion}`, [
      'baseVersion',
    ]);
  }
  const same = isNew ? undefined : await findSame(tx, { workflowId, version, printed: workflow.printed });
  if (same !== undefined) return done({ workflowId, versionId: same });
  if (problems.length > 0) return refuseAll(problems.map(refusalOf));
  const { maxRunningSteps } = workflow;
  // Claims that counted by a higher cap are waited for.
  if (capWas !== null && (maxRunningSteps ?? capWas) < capWas) await lockTenantClaims(tx.client, tx.tenantId);
  const versionId = newId();
  const number = version + 1;
  const note = noteOf(input);
  await tx.client.workflow.update({
    where: { tenantId_id: { tenantId: tx.tenantId, id: workflowId } },
    data: { version: number, description: workflow.description, maxRunningSteps, updatedAt: tx.now },
  });
  // As text: a definition of megabytes would otherwise be taken apart and put together again.
  await tx.client.$executeRaw(Prisma.sql`/* insert_workflow_version */
    insert into workflow_versions (tenant_id, id, workflow_id, number, source, definition, step_count, created_by, created_at, note)
    values (${tx.tenantId}::uuid, ${versionId}::uuid, ${workflowId}::uuid, ${number}, ${workflow.source},
      ${workflow.printed}::text::json, ${workflow.stepCount}, ${actor}, ${tx.now}, ${note})`);
  await noteTasks(tx, workflowId, [...checked.tasks.keys()]);
  await noteCalls(tx, workflowId, [...checked.workflows.keys()]);
  await appendEvents(tx, [
    {
      type: 'workflow.published',
      entityIds: [workflowId],
      to: String(number),
      reason: note,
      actor,
      payloads: [{ name: workflow.name, version: number }],
    },
  ]);
  if (draftRevision !== undefined && draftRevision !== null)
    await endDraft(tx, { owner: actor, revision: draftRevision, published: true });
  return done({ workflowId, versionId });
}

// A note of spaces says nothing.
function noteOf({ note }: { note?: string | null }): string | null {
  const said = note?.trim() ?? '';
  return said === '' ? null : said;
}

/** Whoever looks at a task is told which workflows name it, and no definition is read for that. */
async function noteTasks(tx: Transaction, workflowId: string, names: readonly string[]): Promise<void> {
  await tx.client.workflowTask.deleteMany({ where: { tenantId: tx.tenantId, workflowId } });
  await tx.client.$executeRaw(Prisma.sql`/* insert_workflow_tasks */
    insert into workflow_tasks (tenant_id, task_id, workflow_id)
    select tenant_id, id, ${workflowId}::uuid
    from tasks
    where tenant_id = ${tx.tenantId}::uuid and name = any(${[...names]}::text[])`);
}

/** The normal form of a definition that is right by itself, whether or not its tasks are registered. For those who may publish it. */
export async function normalFormOf(context: Context, input: DefinitionInput): Promise<Outcome<JsonObject>> {
  const forbidden = refuseUnless(context, 'workflow.edit');
  if (forbidden !== undefined) return forbidden;
  const { workflow, problems } = await checkText(context, input);
  if (workflow === null || problems.length > 0) return refuseAll(problems.map(refusalOf));
  return done(storedObject(JSON.parse(workflow.printed)));
}

// A refusal has no place in a text of its own, so its sentence says it.
function refusalOf({ code, message, path, line, column }: Problem): Refusal {
  const where = line === null || column === null ? '' : ` (line ${line}, column ${column})`;
  return { code, message: `${message}${where}`, path: ['definition', ...path] };
}

async function findSame(
  tx: Transaction,
  latest: { workflowId: string; version: number; printed: string },
): Promise<string | undefined> {
  const [same] = await tx.client.$queryRaw<{ id: string }[]>(Prisma.sql`/* find_same_version */
    select id
    from workflow_versions
    where tenant_id = ${tx.tenantId}::uuid and workflow_id = ${latest.workflowId}::uuid and number = ${latest.version}
      and definition::text = ${latest.printed}
    limit 1`);
  return same?.id;
}

// Two authors who publish the same name at once get two versions, one after the other.
type LockedWorkflow = { id: string; version: number; maxRunningSteps: number | null; isNew: boolean };

async function lockWorkflow(tx: Transaction, name: string): Promise<LockedWorkflow> {
  const id = newId();
  await tx.client.workflow.createMany({
    data: [{ tenantId: tx.tenantId, id, name, version: 0, createdAt: tx.now, updatedAt: tx.now }],
    skipDuplicates: true,
  });
  const { count } = await tx.client.workflow.updateMany({
    where: { tenantId: tx.tenantId, name },
    data: { updatedAt: tx.now },
  });
  const workflow = await tx.client.workflow.findUnique({
    where: { tenantId_name: { tenantId: tx.tenantId, name } },
    select: { id: true, version: true, maxRunningSteps: true },
  });
  if (count !== 1 || workflow === null) throw new Error(`broken invariant: workflow ${name} was just stored`);
  return { ...workflow, isNew: workflow.id === id };
}
