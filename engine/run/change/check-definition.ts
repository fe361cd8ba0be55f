/** Checks the definition that a run would follow with the steps added to it, as one that is published is checked. */
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { placeOfProblem, type RunChange, withAddedSteps } from '#domain/run/change/run-change.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import type { Definition } from '#domain/workflow/definition.ts';
import { printDefinition } from '#domain/workflow/print.ts';
import type { Problem } from '#domain/workflow/problem.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { checkText, findProblems } from '#engine/workflow/check-text.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';

/** A definition that is ready to be stored, and the one that it was made of. */
export type CheckedChange = { versionId: string; printed: JsonObject | null };

/** No lock is held meanwhile: whoever stores it makes sure that the run still follows `versionId`. */
export async function checkDefinitionOf(
  context: Context,
  runId: string,
  changes: readonly RunChange[],
): Promise<Outcome<CheckedChange>> {
  const { tenantId } = context;
  const found = await transaction(context.database, tenantId, async ({ client }) => {
    const run = await client.run.findFirst({
      where: { tenantId, id: runId },
      select: { versionId: true, definitionId: true },
    });
    if (run === null) return undefined;
    const versionId = run.definitionId ?? run.versionId;
    return { versionId, loaded: (await loadPlans(client, [{ tenantId, versionId }])).get(versionId) };
  });
  if (found?.loaded === undefined) return refuse('NOT_FOUND', 'there is no such run', ['run']);
  const { versionId, loaded } = found;
  const added = withAddedSteps(loaded.definition, changes);
  if (!added.ok) return added;
  if (added.value === null) return done({ versionId, printed: null });
  const { problems, printed } = await check(context, added.value);
  const mine = problems.length === 0 ? [] : await newProblems(context, loaded.definition, problems);
  if (mine.length > 0)
    return refuseAll(
      mine.map((problem) => ({
        code: problem.code,
        message: problem.message,
        path: placeOfProblem(problem, changes, loaded.definition.steps.length),
      })),
    );
  if (printed === null)
    return refuse('UNSUPPORTED', 'its version is not valid any more: nothing can be added', ['run']);
  return done({ versionId, printed });
}

async function check(
  context: Context,
  definition: JsonObject,
): Promise<{ problems: Problem[]; printed: JsonObject | null }> {
  const checked = await checkText(context, { definition });
  const problems = await transaction(context.database, context.tenantId, (tx) => findProblems(tx, checked));
  const printed: unknown = checked.workflow === null ? null : JSON.parse(checked.workflow.printed);
  return { problems, printed: isJsonObject(printed) ? printed : null };
}

/** What is wrong with the run's definition as it is - a task deprecated since - is not the fault of who adds a step. */
async function newProblems(context: Context, definition: Definition, problems: Problem[]): Promise<Problem[]> {
  const isOld = ({ path: [key, position] }: Problem) => key !== 'tasks' || Number(position) < definition.steps.length;
  if (!problems.some(isOld)) return problems;
  const before = await check(context, printDefinition(definition));
  const known = new Set(before.problems.map(sayProblem));
  return problems.filter((problem) => !known.has(sayProblem(problem)));
}

function sayProblem({ code, path, message }: Problem): string {
  return JSON.stringify([code, path, message]);
}
