'use client';

import { useGo } from '#components/address/tenant-context.tsx';
import { useCommand } from '#components/api/use-command.ts';
import { useReading } from '#components/api/use-reading.ts';
import { KeepDraftDocument, OwnDraftDocument } from '#components/generated/drafts.ts';
import type { VersionTextFragment } from '#components/generated/workflows.ts';
import { useOwnWriting } from '#components/kit/kept/use-own-writing.ts';
import { FaultNotice, Refusal } from '#components/kit/page/notice.tsx';
import { editWorkflowPath } from '#components/kit/words/paths.ts';
import { TextsDiff } from '#components/nouns/workflow/diff/texts-diff.tsx';
import type { WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { type Draft, draftOf, readDraft } from '#components/nouns/workflow/publish/draft/draft.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

type Parts = { workflow: WorkflowDetails; version: VersionTextFragment; onClose: () => void };

/** Makes a draft of an earlier version: it is looked at in the editor, and published as a version after the latest. */
export function RestoreWindow({ workflow, version: { number, source }, onClose }: Parts) {
  const { latestVersion: latest } = workflow;
  const go = useGo();
  const [kept, keep] = useOwnWriting(`draft ${workflow.id}`);
  const place = { workflow: workflow.id };
  const stored = useReading({ query: OwnDraftDocument, variables: place });
  const save = useCommand(KeepDraftDocument, ({ saveWorkflowDraft }) => saveWorkflowDraft);
  const [there] = stored.data?.workflowDrafts ?? [];
  const here = readDraft(kept);
  const confirm = async () => {
    const text = { text: source, baseVersion: latest.number };
    const done = await save.run({ input: { ...place, ...text, revision: there?.revision ?? null } });
    const saved = done?.saveWorkflowDraft.draft;
    if (!saved) return stored.reload();
    keep(JSON.stringify(draftOf({ ...text, ...saved }) satisfies Draft));
    go(editWorkflowPath(workflow));
  };
  return (
    <Dialog
      title={`Restore version ${number}`}
      description={`Its text becomes your draft of version ${latest.number + 1}. Nothing is published before you do.`}
      width="large"
      onClose={onClose}
      actions={
        <>
          <Refusal sentence={save.refusal} />
          <Button onClick={onClose}>Leave it</Button>
          <Button
            kind="primary"
            isBusy={save.isBusy}
            disabled={stored.data === undefined}
            onClick={() => void confirm()}
          >
            Open in the editor
          </Button>
        </>
      }
    >
      {stored.data === undefined && stored.fault !== undefined && (
        <FaultNotice fault={stored.fault} onRetry={stored.reload} />
      )}
      {(there !== undefined || here !== undefined) && <ReplacedNotice savedAt={there?.savedAt} />}
      <div className="flex h-[46vh] min-h-56 flex-col">
        <TextsDiff label={`From version ${latest.number} to version ${number}`} before={latest.source} after={source} />
      </div>
    </Dialog>
  );
}

function ReplacedNotice({ savedAt }: { savedAt: string | undefined }) {
  return (
    <p className="flex items-center gap-2 text-warning">
      <Glyph name="mark" />
      <span>
        It takes the place of the draft that you have of this workflow
        {savedAt !== undefined && (
          <>
            , saved <Moment at={savedAt} style="relative" />
          </>
        )}
        .
      </span>
    </p>
  );
}
