'use client';

import { Play, Waypoints } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { useUrlChoice } from '#components/address/use-url.ts';
import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage, PanelsProps } from '#components/kit/detail/noun-page.ts';
import { useOwner } from '#components/kit/kept/use-own-text.ts';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { editWorkflowPath, runsPath } from '#components/kit/words/paths.ts';
import { StartDialog } from '#components/nouns/workflow/start/start-dialog.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { OwnDraftLink } from './list/own-draft-link.tsx';
import { oneWorkflow, type WorkflowDetails } from './one-workflow.ts';
import { VersionsTab } from './versions/versions-tab.tsx';
import { workflow } from './workflow.ts';
import { WorkflowOverview } from './workflow-overview.tsx';

const tabs = [
  { value: 'overview', word: 'Overview' },
  { value: 'definition', word: 'Definition' },
  { value: 'versions', word: 'Versions' },
  { value: 'analysis', word: 'Analysis' },
  { value: 'policy', word: 'Policy' },
] as const;

// The reader of YAML and the editor come with the tab that needs them.
const DefinitionTab = lazy(async () => ({
  default: (await import('#components/nouns/workflow/definition/definition-tab.tsx')).DefinitionTab,
}));

const AnalysisTab = lazy(async () => ({
  default: (await import('#components/nouns/workflow/analysis/analysis-tab.tsx')).AnalysisTab,
}));

const PolicyTab = lazy(async () => ({
  default: (await import('#components/kit/policy/effective-policy.tsx')).EffectivePolicy,
}));

const workflowPage: NounPage<WorkflowDetails> = {
  ...oneWorkflow,
  noun: workflow,
  isNamed: true,
  titleOf: ({ name }) => name,
  Mark: ({ thing }) => (
    <>
      <Badge>Version {thing.version}</Badge>
      <OwnDraftLink workflow={thing} />
    </>
  ),
  Actions: StartRun,
  isFilled: true,
  Panels,
};

function StartRun({ thing }: { thing: WorkflowDetails }) {
  const [isStarting, setIsStarting] = useState(false);
  const mayStart = useMay('run.operate');
  const mayEdit = useMay('workflow.edit');
  const start = () => setIsStarting(true);
  usePageActions(mayStart ? [{ word: `Start ${thing.name}`, act: start, Icon: Play }] : []);
  return (
    <>
      {mayEdit && (
        <ButtonLink href={editWorkflowPath(thing)} Icon={Waypoints}>
          Edit
        </ButtonLink>
      )}
      {mayStart && (
        <Button kind="primary" Icon={Play} onClick={start}>
          Start run
        </Button>
      )}
      {isStarting && (
        <StartDialog workflow={thing} version={thing.latestVersion} onClose={() => setIsStarting(false)} />
      )}
    </>
  );
}

function Panels({ thing, reload }: PanelsProps<WorkflowDetails>) {
  const [tab] = useUrlChoice('tab', ['overview', 'definition', 'versions', 'analysis', 'policy']);
  // A draft is kept for the one who wrote it.
  const isKnown = useOwner() !== undefined;
  return (
    <>
      <Tabs label="Views of the workflow" tabs={tabs} value={tab} aside={<AllRuns workflow={thing} />} />
      {tab === 'overview' && <WorkflowOverview workflow={thing} />}
      {tab === 'versions' && <VersionsTab key={thing.version} workflow={thing} />}
      {tab === 'analysis' && (
        <Suspense fallback={<Skeleton rows={8} />}>
          <AnalysisTab key={thing.version} workflow={thing} />
        </Suspense>
      )}
      {tab === 'policy' && (
        <Suspense fallback={<Skeleton rows={8} />}>
          <div className="min-h-0 overflow-auto">
            <PolicyTab subject={{ workflow: thing.name }} isOf={thing.version} />
          </div>
        </Suspense>
      )}
      {tab === 'definition' && isKnown && (
        <Suspense fallback={<Skeleton rows={10} />}>
          <DefinitionTab workflow={thing} onReload={reload} />
        </Suspense>
      )}
    </>
  );
}

function AllRuns({ workflow }: { workflow: WorkflowDetails }) {
  return (
    <Link href={runsPath(workflow)} className="link">
      All runs
    </Link>
  );
}

/** One workflow: what it does, how it is written, which versions there are, and the way to start it. */
export function WorkflowPage({ segment }: { segment: string }) {
  return (
    <Suspense>
      <DetailPage page={workflowPage} id={segment} />
    </Suspense>
  );
}
