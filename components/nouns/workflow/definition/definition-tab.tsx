'use client';

import { type ComponentType, lazy, Suspense, useState } from 'react';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { workflowPath } from '#components/kit/words/paths.ts';
import type { WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { comparable } from '#components/nouns/workflow/publish/as-yaml.ts';
import { AsYamlButton } from '#components/nouns/workflow/publish/as-yaml-button.tsx';
import { DiscardButton } from '#components/nouns/workflow/publish/discard-button.tsx';
import { DraftWords } from '#components/nouns/workflow/publish/draft/draft-words.tsx';
import { OtherAuthors } from '#components/nouns/workflow/publish/draft/other-authors.tsx';
import { type DraftView, useDraft } from '#components/nouns/workflow/publish/draft/use-draft.ts';
import { PublishDialog } from '#components/nouns/workflow/publish/publish-dialog.tsx';
import { type PublishPlan, publishPlan } from '#components/nouns/workflow/publish/publish-plan.ts';
import type { Publication } from '#components/nouns/workflow/publish/use-publish.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { DefinitionEditor } from './definition-editor.tsx';
import { pictureOf } from './definition-graph.ts';
import { useValidation, type ValidationView } from './use-validation.ts';

// Few are ever behind.
const MergeWindow = lazy(async () => ({
  default: (await import('#components/nouns/workflow/publish/merge/merge-window.tsx')).MergeWindow,
}));

/** What shows a definition and lets one change it. */
type EditorParts = {
  text: string;
  onWrite: (text: string) => void;
  validation: ValidationView;
  isReadOnly?: boolean;
};

type Parts = {
  workflow: WorkflowDetails;
  onReload: () => void;
  /** As text unless something else is said. */
  Editor?: ComponentType<EditorParts>;
};

/** The text of a workflow: to read, to change, to check while typing, and to publish after a look at the changes. */
export function DefinitionTab(parts: Parts) {
  // What is written belongs to one workflow for good.
  return <Definition key={parts.workflow.id} {...parts} />;
}

function Definition({ workflow, onReload, Editor = DefinitionEditor }: Parts) {
  const { latestVersion: latest } = workflow;
  const mayEdit = useMay('workflow.edit');
  const view = useDraft({ workflow: workflow.id }, latest, mayEdit);
  const { text, draft, write, discard } = view;
  // Only who may publish may have it checked; what is published was.
  const validation = useValidation(mayEdit ? text : undefined);
  const [isPublishing, setIsPublishing] = useState(false);
  const say = useToast();
  const edited = draft?.baseVersion ?? latest.number;
  const plan = isPublishing
    ? publishPlan({ name: pictureOf(text)?.name, edited }, { name: workflow.name, number: latest.number })
    : undefined;
  // While it is asked which of two texts counts, neither is published.
  const isAsked = view.state.kind === 'clash';
  const isReady = validation.found?.valid === true && !validation.isChecking && !isAsked;
  const finish = ({ workflow: target, number }: Extract<Publication, { kind: 'published' }>) => {
    setIsPublishing(false);
    const isSame = target.id === workflow.id && number === latest.number;
    // A text that means the same makes no version, and is not lost: its comments may be worth more than its steps.
    if (!isSame) view.end();
    onReload();
    const words = isSame
      ? `The text means the same as version ${number}: no new version was made.`
      : `Version ${number} of ${target.name} is published.`;
    const link = target.id === workflow.id ? {} : { link: { word: 'Open', href: workflowPath(target) } };
    say({ words, kind: isSame ? 'note' : 'done', ...link });
  };
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-3">
        <EditedWords edited={edited} latest={latest.number} isChanged={draft !== undefined} mayEdit={mayEdit} />
        <DraftWords view={view} />
        <OtherAuthors authors={workflow.draftAuthors} />
        {mayEdit && (
          <span className="ml-auto flex gap-2">
            <AsYamlButton text={text} onWrite={write} />
            <DiscardButton
              word="Discard changes"
              instead={`Version ${latest.number}`}
              isDisabled={draft === undefined}
              discard={discard}
            />
            <Button kind="primary" disabled={draft === undefined || !isReady} onClick={() => setIsPublishing(true)}>
              Review and publish
            </Button>
          </span>
        )}
      </div>
      {view.isReady ? (
        <Editor text={text} onWrite={write} validation={validation} isReadOnly={!mayEdit} />
      ) : (
        <Skeleton rows={10} />
      )}
      {plan !== undefined && (
        <PublishWindow
          workflow={workflow}
          view={view}
          plan={plan}
          onPublished={finish}
          onConflict={onReload}
          onClose={() => setIsPublishing(false)}
        />
      )}
    </>
  );
}

type WindowParts = {
  workflow: WorkflowDetails;
  view: DraftView;
  plan: PublishPlan;
  onPublished: (publication: Extract<Publication, { kind: 'published' }>) => void;
  onConflict: () => void;
  onClose: () => void;
};

/** The window in which the text is published: after a look at its changes, or brought together with those of others. */
function PublishWindow({ workflow, view, plan, onClose, ...rest }: WindowParts) {
  const { latestVersion: latest } = workflow;
  const { text, flush, begin } = view;
  if (plan.kind === 'nameless') return null;
  if (plan.kind !== 'behind') {
    const publishedText = plan.kind === 'other' ? '' : comparable(latest.source, text);
    return (
      <PublishDialog text={text} publishedText={publishedText} plan={plan} flush={flush} onClose={onClose} {...rest} />
    );
  }
  const keep = (merged: string) => {
    begin(merged);
    onClose();
  };
  return (
    <Suspense>
      <MergeWindow
        workflow={workflow}
        mine={text}
        edited={plan.edited}
        latest={latest}
        flush={flush}
        onKeep={keep}
        onClose={onClose}
        {...rest}
      />
    </Suspense>
  );
}

type DraftFacts = { edited: number; latest: number; isChanged: boolean; mayEdit: boolean };

function EditedWords({ edited, latest, isChanged, mayEdit }: DraftFacts) {
  if (isChanged && edited !== latest) {
    return (
      <span className="inline-flex items-center gap-1.5 text-warning">
        <Glyph name="mark" />
        You edit version {edited}; version {latest} was published since.
      </span>
    );
  }
  if (isChanged) return <span>Changes since version {edited}, not published.</span>;
  return (
    <span className="text-quiet">
      Version {latest} as published.{mayEdit ? ' Type to change it.' : ' An editor of this tenant may change it.'}
    </span>
  );
}
