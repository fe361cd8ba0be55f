'use client';

import { type ReactNode, useState } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { VersionAtDocument } from '#components/generated/drafts.ts';
import type { VersionTextFragment } from '#components/generated/workflows.ts';
import { FaultNotice, Refusal } from '#components/kit/page/notice.tsx';
import { useValidation } from '#components/nouns/workflow/definition/use-validation.ts';
import { comparable } from '#components/nouns/workflow/publish/as-yaml.ts';
import { NoteField } from '#components/nouns/workflow/publish/note-field.tsx';
import { type Publication, usePublish } from '#components/nouns/workflow/publish/use-publish.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { MergeViews } from './merge-views.tsx';
import { NewerVersions } from './newer-versions.tsx';
import { type MergeView, useMerge } from './use-merge.ts';

type Published = Extract<Publication, { kind: 'published' }>;

type Parts = {
  workflow: { id: string; name: string };
  /** The text of the draft. */
  mine: string;
  /** The version that the draft was begun from. */
  edited: number;
  latest: VersionTextFragment;
  /** Saves the draft; its revision, none where the server has none. */
  flush: () => Promise<string | undefined>;
  onPublished: (publication: Published) => void;
  /** Somebody was faster again: what is published must be read again. */
  onConflict: () => void;
  /** Goes on with this text as a draft of the latest version. */
  onKeep: (text: string) => void;
  onClose: () => void;
};

/** Brings a draft together with what others published since it was begun, and publishes what comes of it. */
export function MergeWindow(parts: Parts) {
  const { workflow, edited, latest, mine, onClose } = parts;
  const { data, fault, reload } = useReading({
    query: VersionAtDocument,
    variables: { id: workflow.id, number: edited },
  });
  const base = data?.workflow?.versionAt;
  if (base) return <Merging {...parts} base={comparable(base.source, mine)} theirs={comparable(latest.source, mine)} />;
  return (
    <Frame {...parts} actions={<Button onClick={onClose}>Back to the text</Button>}>
      {fault === undefined ? <Skeleton rows={10} /> : <FaultNotice fault={fault} onRetry={reload} />}
    </Frame>
  );
}

function Merging({ base, theirs, ...parts }: Parts & { base: string; theirs: string }) {
  const { mine, edited, latest, flush, onPublished, onConflict, onKeep, onClose } = parts;
  const merge = useMerge({ base, mine, theirs });
  const validation = useValidation(merge.text);
  const { publish, isBusy } = usePublish();
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const { text } = merge;
  const isValid = text !== undefined && validation.found?.valid === true && !validation.isChecking;
  const confirm = async () => {
    if (text === undefined) return;
    const publication = await publish({ text, baseVersion: latest.number, note, draft: await flush() });
    if (publication.kind === 'published') return onPublished(publication);
    if (publication.kind === 'conflict') onConflict();
    setRefusal(publication.kind === 'conflict' ? anotherConflict : publication.sentence);
  };
  return (
    <Frame
      {...parts}
      actions={
        <>
          <span className="mr-auto text-quiet" role="status">
            {sayOpen(merge)}
          </span>
          <Refusal sentence={refusal} />
          <Button onClick={onClose}>Back to the text</Button>
          <Button disabled={text === undefined} onClick={() => text !== undefined && onKeep(text)}>
            Keep as my draft
          </Button>
          <Button kind="primary" disabled={!isValid} isBusy={isBusy} onClick={() => void confirm()}>
            Publish version {latest.number + 1}
          </Button>
        </>
      }
    >
      <NewerVersions workflow={parts.workflow} edited={edited} latest={latest.number} />
      <MergeViews
        merge={merge}
        validation={validation}
        sides={{ base, mine, theirs }}
        edited={edited}
        latest={latest.number}
      />
      <NoteField note={note} onChange={setNote} />
    </Frame>
  );
}

type FrameParts = Pick<Parts, 'workflow' | 'edited' | 'latest' | 'onClose'> & {
  actions: ReactNode;
  children: ReactNode;
};

function Frame({ workflow, edited, latest, onClose, actions, children }: FrameParts) {
  return (
    <Dialog
      title={`Publish ${workflow.name}`}
      description={`You began with version ${edited}, and version ${latest.number} was published since. What only one of you changed is taken; what both changed, you decide.`}
      width="wide"
      onClose={onClose}
      actions={actions}
    >
      {children}
    </Dialog>
  );
}

const anotherConflict =
  'Somebody published a newer version in this moment. It is brought together with your text here once more.';

function sayOpen({ clashCount, openCount }: MergeView): string {
  if (clashCount === 0) return 'Nothing clashes.';
  if (openCount === 0) return clashCount === 1 ? 'The clash is decided.' : `All ${clashCount} clashes are decided.`;
  return `${openCount} of ${clashCount} ${clashCount === 1 ? 'clash' : 'clashes'} to decide.`;
}
