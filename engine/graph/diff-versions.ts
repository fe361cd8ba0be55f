/** What two versions of a workflow say differently, or a version and a definition that is not published. */
import { type DefinitionDiff, diffDefinitions } from '#domain/graph/diff/diff-definitions.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { Context } from '#engine/store/context.ts';
import type { DefinitionInput } from '#engine/workflow/check-text.ts';
import { getWorkflow, getWorkflowVersion, loadWorkflowTexts } from '#engine/workflow/list-workflows.ts';
import { normalFormOf } from '#engine/workflow/publish-workflow.ts';

export type DiffVersionsInput = DefinitionInput & {
  /** The workflow by name. */
  workflow: string;
  from: number;
  /** The later version; with neither this nor a definition it is the latest. */
  to?: number | null;
};

/** The difference. A definition of one's own is checked as for publishing, and takes the same right. */
export async function diffVersions(context: Context, input: DiffVersionsInput): Promise<Outcome<DefinitionDiff>> {
  const { definition, yaml, to } = input;
  const hasText = (definition ?? null) !== null || (yaml ?? null) !== null;
  if (hasText && (to ?? null) !== null)
    return refuse('BAD_INPUT', 'compare with a version or with a definition, not with both', ['to']);
  const workflow = await getWorkflow(context, { name: input.workflow });
  if (!workflow.ok) return workflow;
  if (workflow.value === undefined)
    return refuse('UNKNOWN_WORKFLOW', `no workflow is called ${input.workflow}`, ['workflow']);
  const { id, version } = workflow.value;
  const before = await versionText(context, { workflowId: id, number: input.from, path: ['from'] });
  if (!before.ok) return before;
  const after = hasText
    ? await normalFormOf(context, { definition, yaml })
    : await versionText(context, { workflowId: id, number: to ?? version, path: ['to'] });
  return after.ok ? done(diffDefinitions(before.value, after.value)) : after;
}

async function versionText(
  context: Context,
  { workflowId, number, path }: { workflowId: string; number: number; path: string[] },
): Promise<Outcome<JsonObject>> {
  const version = await getWorkflowVersion(context, { workflowId, number });
  if (!version.ok) return version;
  const id = version.value?.id;
  const texts = id === undefined ? undefined : await loadWorkflowTexts(context, [id]);
  if (texts?.ok === false) return texts;
  const text = id === undefined ? undefined : texts?.value.get(id);
  return text === undefined ? refuse('NOT_FOUND', `there is no version ${number}`, path) : done(text.definition);
}
