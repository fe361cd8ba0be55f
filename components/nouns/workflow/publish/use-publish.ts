'use client';

import { useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { faultOf } from '#components/api/fault.ts';
import { PublishWorkflowDocument } from '#components/generated/workflows.ts';

/** What became of a publication. */
export type Publication =
  | { kind: 'published'; workflow: { id: string; name: string }; number: number }
  /** Another version was published in between, or a workflow of this name exists. */
  | { kind: 'conflict'; sentence: string }
  | { kind: 'refused'; sentence: string };

type Asked = { text: string; baseVersion: number; note: string; draft: string | undefined };

/** Publishes a text and ends the draft with this revision, unless somebody else published since the version that it was written against. */
export function usePublish(): { publish: (asked: Asked) => Promise<Publication>; isBusy: boolean } {
  const api = useApi();
  const [isBusy, setIsBusy] = useState(false);
  return {
    isBusy,
    publish: async ({ text, baseVersion, note, draft }) => {
      setIsBusy(true);
      const { data, error } = await api(PublishWorkflowDocument, {
        input: { yaml: text, baseVersion, note, draftRevision: draft ?? null },
      });
      setIsBusy(false);
      if (error !== undefined) return { kind: 'refused', sentence: faultOf(error).sentence };
      const payload = data?.publishWorkflow;
      const { workflow, version } = payload ?? {};
      if (workflow && version) return { kind: 'published', workflow, number: version.number };
      const refusals = payload?.userErrors ?? [];
      const sentence = refusals.map(({ message }) => message).join('. ');
      const isConflict = refusals.some(({ code }) => code === 'VERSION_CONFLICT');
      return { kind: isConflict ? 'conflict' : 'refused', sentence };
    },
  };
}
