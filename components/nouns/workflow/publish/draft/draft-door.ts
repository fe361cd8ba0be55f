/** The way of a draft to the API. */
import type { ApiClient } from '#components/api/client.ts';
import { faultOf } from '#components/api/fault.ts';
import { toldBy } from '#components/api/told.ts';
import { DiscardDraftDocument, KeepDraftDocument, OwnDraftDocument } from '#components/generated/drafts.ts';
import type { DraftDoor, Sent } from './draft-keeper.ts';

/** What a draft is of: a workflow, or a new one under a key. */
export type DraftPlace = { workflow: string } | { key: string };

type Errors = readonly { code: string; message: string }[];

/** Opens the way of the draft of a place. */
export function openDraftDoor(api: ApiClient, place: DraftPlace): DraftDoor {
  return {
    read: async () => {
      const { data, error } = await api(OwnDraftDocument, place);
      if (error !== undefined) return { ok: false, sentence: faultOf(error).sentence };
      return { ok: true, stored: data?.workflowDrafts[0] };
    },
    save: async ({ text, baseVersion, saved }) => {
      const input = { ...place, text, baseVersion, revision: saved?.revision ?? null };
      const answer = await api(KeepDraftDocument, { input });
      const told = toldBy(answer, ({ saveWorkflowDraft }) => saveWorkflowDraft);
      if (!told.ok) return sentOf(told.sentence, answer.data?.saveWorkflowDraft.userErrors);
      return { kind: 'done', saved: told.data.saveWorkflowDraft.draft ?? undefined };
    },
    drop: async ({ id, revision }) => {
      const answer = await api(DiscardDraftDocument, { input: { id, revision } });
      const told = toldBy(answer, ({ discardWorkflowDraft }) => discardWorkflowDraft);
      const errors = answer.data?.discardWorkflowDraft.userErrors ?? [];
      const isGone = errors.some(({ code }) => code === 'NOT_FOUND');
      return told.ok || isGone ? { kind: 'done', saved: undefined } : sentOf(told.sentence, errors);
    },
  };
}

function sentOf(sentence: string, errors: Errors | undefined): Sent {
  if (errors?.some(({ code }) => code === 'VERSION_CONFLICT') === true) return { kind: 'moved' };
  // Without a refusal it did not get through, and may the next time.
  return { kind: 'failed', sentence, isFinal: errors !== undefined && errors.length > 0 };
}
