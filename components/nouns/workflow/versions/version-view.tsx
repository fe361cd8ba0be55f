'use client';

import { History, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useUrl, useUrlChoice } from '#components/address/use-url.ts';
import { useReading } from '#components/api/use-reading.ts';
import { CodeEditor } from '#components/editor/code-editor.tsx';
import { DiffView } from '#components/editor/diff-view.tsx';
import { type VersionTextFragment, WorkflowVersionTextDocument } from '#components/generated/workflows.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { AgainstSelect } from '#components/kit/versions/against-select.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import type { WorkflowDetails } from '#components/nouns/workflow/one-workflow.ts';
import { StartDialog } from '#components/nouns/workflow/start/start-dialog.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import type { ListedVersion } from './versions-tab.tsx';

// The reader of definitions comes with the first picture.
const VersionDiff = lazy(async () => ({
  default: (await import('#components/nouns/workflow/diff/version-diff.tsx')).VersionDiff,
}));

const RestoreWindow = lazy(async () => ({ default: (await import('./restore-window.tsx')).RestoreWindow }));

type Parts = { workflow: WorkflowDetails; version: ListedVersion; versions: readonly ListedVersion[] };

/** The text of one version, alone or compared with another one. */
export function VersionView({ workflow, version, versions }: Parts) {
  const { search, change } = useUrl();
  const [asked, setAsked] = useState<'start' | 'restore'>();
  const mayEdit = useMay('workflow.edit');
  const close = () => setAsked(undefined);
  const mayStart = useMay('run.operate');
  const text = useVersionText(workflow, version);
  const other = versions.find(({ number }) => String(number) === search.get('against'));
  return (
    <>
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line px-3">
        <h2 className="font-semibold">Version {version.number}</h2>
        <span className="text-quiet">
          {sayCount(version.stepCount, 'step')}
          {version.openRuns > 0 && `, ${sayCount(version.openRuns, 'open run')} on it`}
        </span>
        <span className="ml-auto flex items-center gap-2">
          <AgainstSelect
            numbers={versions.filter(({ id }) => id !== version.id).map(({ number }) => number)}
            against={other?.number}
            onChange={(against) => change({ version: String(version.number), against: against?.toString() })}
          />
          <CopyButton text={text.read?.source ?? ''} label="Copy its text" />
          {mayEdit && version.number !== workflow.version && (
            <Button isSmall Icon={History} disabled={text.read === undefined} onClick={() => setAsked('restore')}>
              Restore
            </Button>
          )}
          {mayStart && (
            <Button isSmall Icon={Play} disabled={text.read === undefined} onClick={() => setAsked('start')}>
              Start version {version.number}
            </Button>
          )}
        </span>
      </header>
      {version.note !== null && <p className="shrink-0 border-b border-line px-3 py-2 break-words">{version.note}</p>}
      <div className="flex min-h-0 flex-1 flex-col">
        {text.fault !== undefined && <FaultNotice fault={text.fault} onRetry={text.reload} />}
        {text.read === undefined && text.fault === undefined && <Skeleton rows={10} />}
        {text.read !== undefined && other === undefined && <WholeText version={text.read} />}
        {text.read !== undefined && other !== undefined && (
          <Comparison workflow={workflow} other={other} version={text.read} />
        )}
      </div>
      {asked === 'start' && text.read !== undefined && (
        <StartDialog workflow={workflow} version={text.read} onClose={close} />
      )}
      {asked === 'restore' && text.read !== undefined && (
        <Suspense>
          <RestoreWindow workflow={workflow} version={text.read} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

function WholeText({ version: { number, source } }: { version: VersionTextFragment }) {
  const language = source.trimStart().startsWith('{') ? 'json' : 'yaml';
  return <CodeEditor label={`Text of version ${number}`} text={source} language={language} isReadOnly />;
}

type ComparisonParts = { workflow: WorkflowDetails; other: ListedVersion; version: VersionTextFragment };

function Comparison({ workflow, other, version }: ComparisonParts) {
  const { read, fault, reload } = useVersionText(workflow, other);
  if (fault !== undefined) return <FaultNotice fault={fault} onRetry={reload} />;
  if (read === undefined) return <Skeleton rows={10} />;
  // The older text is what the newer one came from, whichever was opened first.
  const [before, after] = read.number < version.number ? [read, version] : [version, read];
  return <Compared before={before} after={after} />;
}

const comparisons = [
  { value: 'meaning', word: 'Changes' },
  { value: 'text', word: 'Text' },
] as const;

/** By what they mean, and as texts; which of them stands in the address. */
function Compared({ before, after }: { before: VersionTextFragment; after: VersionTextFragment }) {
  const [by, setBy] = useUrlChoice('compare', ['meaning', 'text']);
  const label = `From version ${before.number} to version ${after.number}`;
  return (
    <>
      <div className="flex min-h-10 shrink-0 items-center justify-between gap-3 border-b border-line px-3">
        <span className="text-quiet">{label}</span>
        <Segmented label="Compared by" value={by} options={comparisons} onChange={setBy} />
      </div>
      {by === 'text' ? (
        <DiffView label={label} before={before.source} after={after.source} />
      ) : (
        <Suspense fallback={<Skeleton rows={10} />}>
          <VersionDiff before={before} after={after} />
        </Suspense>
      )}
    </>
  );
}

function useVersionText(workflow: { id: string }, version: ListedVersion) {
  const { data, fault, reload } = useReading({
    query: WorkflowVersionTextDocument,
    variables: { id: workflow.id, after: version.after },
  });
  const found = data?.workflow?.versions.nodes[0];
  return { read: found?.number === version.number ? found : undefined, fault, reload };
}
