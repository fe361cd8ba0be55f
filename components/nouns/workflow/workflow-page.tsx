'use client';

import { Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { useUrlChoice } from '#components/address/use-url.ts';
import { useOwner } from '#components/kit/kept/use-own-text.ts';
import { AwaitedPage } from '#components/kit/page/awaited-page.tsx';
import { Page } from '#components/kit/page/page.tsx';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { Trail } from '#components/kit/page/trail.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { runsPath, screens } from '#components/kit/words/paths.ts';
import { StartDialog } from '#components/nouns/workflow/start/start-dialog.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { useWorkflow, type WorkflowDetails } from './use-workflow.ts';
import { VersionsTab } from './versions-tab.tsx';
import { WorkflowOverview } from './workflow-overview.tsx';

const list = { href: screens.workflows, word: 'Workflows' };
const tabs = [
  { value: 'overview', word: 'Overview' },
  { value: 'definition', word: 'Definition' },
  { value: 'versions', word: 'Versions' },
] as const;

// The reader of YAML and the editor come with the tab that needs them.
const DefinitionTab = lazy(async () => ({
  default: (await import('#components/nouns/workflow/definition/definition-tab.tsx')).DefinitionTab,
}));

/** One workflow: what it does, how it is written, which versions there are, and the way to start it. */
export function WorkflowPage({ segment }: { segment: string }) {
  return (
    <Suspense>
      <LoadedWorkflow segment={segment} />
    </Suspense>
  );
}

function LoadedWorkflow({ segment }: { segment: string }) {
  const { workflow, fault, reload } = useWorkflow(segment);
  if (workflow === undefined || workflow === null) {
    const title = segment.startsWith('wfl_') ? 'Workflow' : segment;
    const isMissing = workflow === null;
    return (
      <AwaitedPage title={title} noun="workflow" list={list} isMissing={isMissing} fault={fault} onRetry={reload} />
    );
  }
  return <Workflow workflow={workflow} onReload={reload} />;
}

function Workflow({ workflow, onReload }: { workflow: WorkflowDetails; onReload: () => void }) {
  const [tab] = useUrlChoice('tab', ['overview', 'definition', 'versions']);
  const [isStarting, setIsStarting] = useState(false);
  const mayStart = useMay('run.operate');
  // A draft is kept for the one who wrote it.
  const isKnown = useOwner() !== undefined;
  usePageActions(mayStart ? [{ word: `Start ${workflow.name}`, act: () => setIsStarting(true), Icon: Play }] : []);
  return (
    <Page
      title={workflow.name}
      trail={<Trail href={list.href}>{list.word}</Trail>}
      mark={<Badge>Version {workflow.version}</Badge>}
      isFilled
      actions={
        mayStart && (
          <Button kind="primary" Icon={Play} onClick={() => setIsStarting(true)}>
            Start run
          </Button>
        )
      }
    >
      <Tabs label="Views of the workflow" tabs={tabs} value={tab} aside={<AllRuns workflow={workflow} />} />
      {tab === 'overview' && <WorkflowOverview workflow={workflow} />}
      {tab === 'versions' && <VersionsTab key={workflow.version} workflow={workflow} />}
      {tab === 'definition' && isKnown && (
        <Suspense fallback={<Skeleton rows={10} />}>
          <DefinitionTab workflow={workflow} onReload={onReload} />
        </Suspense>
      )}
      {isStarting && (
        <StartDialog workflow={workflow} version={workflow.latestVersion} onClose={() => setIsStarting(false)} />
      )}
    </Page>
  );
}

function AllRuns({ workflow }: { workflow: WorkflowDetails }) {
  return (
    <Link href={runsPath(workflow)} className="link">
      All runs
    </Link>
  );
}
