'use client';

import { useState } from 'react';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { VisualEditor } from '#components/nouns/workflow/editor/visual-editor.tsx';
import { DiscardButton } from '#components/nouns/workflow/publish/discard-button.tsx';
import { DraftWords } from '#components/nouns/workflow/publish/draft/draft-words.tsx';
import { useDraft } from '#components/nouns/workflow/publish/draft/use-draft.ts';
import { MissingTasks } from '#components/nouns/workflow/publish/missing-tasks.tsx';
import { PublishDialog } from '#components/nouns/workflow/publish/publish-dialog.tsx';
import { publishPlan } from '#components/nouns/workflow/publish/publish-plan.ts';
import { Button } from '#components/ui/form/button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { pictureOf } from './definition-graph.ts';
import { templates } from './templates/templates.ts';
import { useValidation } from './use-validation.ts';

type Parts = { templateKey: string; onPublished: (workflow: { id: string; name: string }) => void };

/** The text of a workflow that is not there yet. */
export function NewDefinition({ templateKey, onPublished }: Parts) {
  const template = templates.find(({ key }) => key === templateKey);
  return template === undefined ? null : <Begun template={template} onPublished={onPublished} />;
}

type BegunParts = { template: (typeof templates)[number] } & Pick<Parts, 'onPublished'>;

function Begun({ template, onPublished }: BegunParts) {
  const mayEdit = useMay('workflow.edit');
  const published = { number: 0, source: template.text };
  const view = useDraft({ key: template.key }, published, mayEdit);
  const { text, draft, write, discard } = view;
  const validation = useValidation(mayEdit ? text : undefined);
  const [isPublishing, setIsPublishing] = useState(false);
  const say = useToast();
  const plan = isPublishing ? publishPlan({ name: pictureOf(text)?.name, edited: 0 }, undefined) : undefined;
  // While it is asked which of two texts counts, neither is published.
  const isAsked = view.state.kind === 'clash';
  const isReady = validation.found?.valid === true && !validation.isChecking && !isAsked;
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-3">
        <MissingTasks template={template} validation={validation} />
        <DraftWords view={view} />
        <span className="ml-auto flex gap-2">
          <DiscardButton word="Start over" instead="The template" isDisabled={draft === undefined} discard={discard} />
          <Button kind="primary" disabled={!isReady || !mayEdit} onClick={() => setIsPublishing(true)}>
            Review and publish
          </Button>
        </span>
      </div>
      {view.isReady ? <VisualEditor text={text} onWrite={write} validation={validation} /> : <Skeleton rows={10} />}
      {plan?.kind === 'first' && (
        <PublishDialog
          text={text}
          publishedText=""
          plan={plan}
          flush={view.flush}
          onConflict={() => {}}
          onClose={() => setIsPublishing(false)}
          onPublished={({ workflow, number }) => {
            view.end();
            say({ words: `Version ${number} of ${workflow.name} is published.`, kind: 'done' });
            onPublished(workflow);
          }}
        />
      )}
    </>
  );
}
