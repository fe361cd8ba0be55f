'use client';

import { useState } from 'react';
import { DiffView } from '#components/editor/diff-view.tsx';
import { Refusal } from '#components/kit/page/notice.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { unreachable } from '#domain/unreachable.ts';
import { NoteField } from './note-field.tsx';
import { type PublishPlan, publishVerb } from './publish-plan.ts';
import { type Publication, usePublish } from './use-publish.ts';
import { WorkflowImpact } from './workflow-impact.tsx';

type Plan = Exclude<PublishPlan, { kind: 'nameless' | 'behind' }>;

type Parts = {
  text: string;
  /** What is published now; empty for a new workflow. */
  publishedText: string;
  plan: Plan;
  /** Saves the draft that is published; its revision, none where the server has none. */
  flush: () => Promise<string | undefined>;
  onPublished: (publication: Extract<Publication, { kind: 'published' }>) => void;
  /** Somebody was faster: what is published must be read again. */
  onConflict: () => void;
  onClose: () => void;
};

/** Shows what will change, and publishes it. */
export function PublishDialog({ text, publishedText, plan, flush, onPublished, onConflict, onClose }: Parts) {
  const { publish, isBusy } = usePublish();
  const [refusal, setRefusal] = useState<string>();
  const [note, setNote] = useState('');
  const confirm = async () => {
    const publication = await publish({ text, baseVersion: plan.baseVersion, note, draft: await flush() });
    if (publication.kind === 'published') return onPublished(publication);
    if (publication.kind === 'conflict') onConflict();
    setRefusal(publication.kind === 'conflict' ? sayConflict(plan) : publication.sentence);
  };
  return (
    <Dialog
      title={`Publish ${plan.name}`}
      description={sayPlan(plan)}
      width="large"
      onClose={onClose}
      actions={
        <>
          <Refusal sentence={refusal} />
          <Button onClick={onClose}>Back to the text</Button>
          <Button kind="primary" isBusy={isBusy} onClick={() => void confirm()}>
            {publishVerb(plan)}
          </Button>
        </>
      }
    >
      <div className="flex max-h-[50vh] min-h-0 flex-col rounded border border-line">
        <DiffView label="From what is published to your text" before={publishedText} after={text} />
      </div>
      {plan.kind === 'next' && <WorkflowImpact text={text} />}
      <NoteField note={note} onChange={setNote} />
    </Dialog>
  );
}

function sayPlan(plan: Plan): string {
  switch (plan.kind) {
    case 'first':
      return 'The first version of a new workflow. Published versions never change.';
    case 'next':
      return 'Runs that are under way keep their version; new ones take this one.';
    case 'other':
      return `The text names ${plan.name}: this makes another workflow, and ${plan.from} stays as it is.`;
    default:
      return unreachable(plan);
  }
}

function sayConflict(plan: Plan): string {
  if (plan.kind === 'first' || plan.kind === 'other')
    return `There is a workflow called ${plan.name} already. Give this one another name, or open that one and change it.`;
  return 'Somebody published a newer version in this moment. Your text is kept; look at what they changed.';
}
