'use client';

import { type ReactNode, useState } from 'react';
import { DiffView } from '#components/editor/diff-view.tsx';
import { Refusal } from '#components/kit/page/notice.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { unreachable } from '#domain/unreachable.ts';
import { type PublishPlan, publishVerb } from './publish-plan.ts';
import { type Publication, usePublish } from './use-publish.ts';

type Parts = {
  text: string;
  /** What the text was begun from. */
  baseText: string;
  /** What is published now; empty for a new workflow. */
  publishedText: string;
  plan: Exclude<PublishPlan, { kind: 'nameless' }>;
  onPublished: (publication: Extract<Publication, { kind: 'published' }>) => void;
  /** Somebody was faster: what is published must be read again. */
  onConflict: () => void;
  onClose: () => void;
};

/** Shows what will change, and publishes it. */
export function PublishDialog(parts: Parts) {
  const { text, plan, onPublished, onConflict, onClose } = parts;
  const { publish, isBusy } = usePublish();
  const [refusal, setRefusal] = useState<string>();
  const confirm = async () => {
    const publication = await publish({ text, baseVersion: plan.baseVersion });
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
      {plan.kind === 'behind' && <BehindNotice plan={plan} />}
      <Comparison {...parts} />
    </Dialog>
  );
}

const comparisons = [
  { value: 'mine', word: 'What you publish' },
  { value: 'theirs', word: 'What they changed' },
] as const;

function Comparison({ text, baseText, publishedText, plan }: Parts) {
  const [shown, setShown] = useState<'mine' | 'theirs'>('mine');
  if (plan.kind !== 'behind') {
    return (
      <Frame>
        <DiffView label="From what is published to your text" before={publishedText} after={text} />
      </Frame>
    );
  }
  return (
    <>
      <Segmented label="Comparison" value={shown} options={comparisons} onChange={setShown} />
      <Frame>
        {shown === 'mine' ? (
          <DiffView label={`From version ${plan.baseVersion} to your text`} before={publishedText} after={text} />
        ) : (
          <DiffView
            label={`From version ${plan.edited} to version ${plan.baseVersion}`}
            before={baseText}
            after={publishedText}
          />
        )}
      </Frame>
    </>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="flex max-h-[50vh] min-h-0 flex-col rounded border border-line">{children}</div>;
}

function BehindNotice({ plan }: { plan: Extract<PublishPlan, { kind: 'behind' }> }) {
  return (
    <p className="flex items-start gap-2 text-warning">
      <span className="mt-0.5">
        <Glyph name="mark" />
      </span>
      You began with version {plan.edited}, and version {plan.baseVersion} was published since. Publishing takes its
      changes back wherever your text does not have them: look at both before you do.
    </p>
  );
}

function sayPlan(plan: Parts['plan']): string {
  switch (plan.kind) {
    case 'first':
      return 'The first version of a new workflow. Published versions never change.';
    case 'next':
      return 'Runs that are under way keep their version; new ones take this one.';
    case 'behind':
      return `Version ${plan.baseVersion} is not the one that you edited.`;
    case 'other':
      return `The text names ${plan.name}: this makes another workflow, and ${plan.from} stays as it is.`;
    default:
      return unreachable(plan);
  }
}

function sayConflict(plan: Parts['plan']): string {
  if (plan.kind === 'first' || plan.kind === 'other')
    return `There is a workflow called ${plan.name} already. Give this one another name, or open that one and change it.`;
  return 'Somebody published a newer version in this moment. Your text is kept; look at what they changed.';
}
