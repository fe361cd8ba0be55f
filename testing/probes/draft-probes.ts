/** Probes of what is done to drafts of definitions. */
import { type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { mutation } from './probe-documents.ts';
import { definition, flow, type Made, type Probe } from './probe-worlds.ts';

const nowhere = '00000000-0000-7000-8000-000000000000';
const save =
  'mutation ($input: SaveWorkflowDraftInput!) { saveWorkflowDraft(input: $input) { draft { id revision } } }';

/** A workflow in two versions with a draft, and a draft under a key. */
async function drafts(tenant: TestTenant, api: TestConsole): Promise<Made> {
  await flow(tenant);
  // A draft is its author's alone: of whoever calls.
  const caller = { token: api.adminToken, tenant: tenant.slug };
  const { data } = await api.ask(caller, save, { input: { key: 'new', text: 'name: new', baseVersion: 0 } });
  const { data: found } = await tenant.ask('{ workflow(name: "flow") { id } }');
  const workflow = textAt(found, 'workflow', 'id');
  const { data: change } = await api.ask(caller, save, { input: { workflow, text: 'name: flow', baseVersion: 2 } });
  const place = ['saveWorkflowDraft', 'draft'] as const;
  return {
    draft: textAt(data, ...place, 'id'),
    revision: textAt(data, ...place, 'revision'),
    workflow,
    change: textAt(change, ...place, 'revision'),
  };
}

/** By the name of the input type. */
export const draftProbes: Record<string, Probe> = {
  SaveWorkflowDraftInput: {
    setUp: drafts,
    document: mutation('saveWorkflowDraft', 'draft { key text baseVersion workflow { name } }'),
    variables: () => ({ input: { key: 'other', text: 'name: other', baseVersion: 0 } }),
    at: ['input'],
    fields: {
      workflow: ({ workflow = '' }) => workflow,
      key: 'third',
      text: 'name: changed',
      baseVersion: 1,
      revision: nowhere,
    },
  },
  PublishWorkflowInput: {
    setUp: drafts,
    document: mutation('publishWorkflow', 'workflow { name draft { baseVersion } } version { number stepCount note }'),
    variables: () => ({ input: { definition: definition('flow', ['a', 'b', 'c']) } }),
    at: ['input'],
    fields: {
      definition: definition('flow', ['z']),
      yaml: 'name: flow',
      baseVersion: 1,
      note: 'why',
      draftRevision: ({ change = '' }) => change,
    },
  },
  DiscardWorkflowDraftInput: {
    setUp: drafts,
    document: mutation('discardWorkflowDraft', 'discarded'),
    variables: ({ draft = '' }) => ({ input: { id: draft } }),
    at: ['input'],
    fields: { id: `wfd_${nowhere}`, revision: nowhere },
  },
};
