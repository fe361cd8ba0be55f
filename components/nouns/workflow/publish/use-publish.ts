'use client';

import { useMutation } from 'urql';
import { faultOf } from '#components/api/fault.ts';
import { PublishWorkflowDocument } from '#components/generated/workflows.ts';

/** What became of a publication. */
export type Publication =
  | { kind: 'published'; workflow: { id: string; name: string }; number: number }
  /** Another version was published in between, or a workflow of this name exists. */
  | { kind: 'conflict'; sentence: string }
  | { kind: 'refused'; sentence: string };

type Asked = { text: string; baseVersion: number };

/** Publishes a text, unless somebody else did since the version that it was written against. */
export function usePublish(): { publish: (asked: Asked) => Promise<Publication>; isBusy: boolean } {
  const [{ fetching }, execute] = useMutation(PublishWorkflowDocument);
  return {
    isBusy: fetching,
    publish: async ({ text, baseVersion }) => {
      const { data, error } = await execute({ input: { yaml: text, baseVersion } });
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
