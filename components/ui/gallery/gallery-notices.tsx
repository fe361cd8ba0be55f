import { Workflow } from 'lucide-react';
import { FaultNotice, Refusal } from '#components/kit/page/notice.tsx';
import { conditionLooks, jobLooks } from '#components/state/state-look.ts';
import { Badge, Count } from '#components/ui/badge.tsx';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StatTile } from '#components/ui/stat-tile.tsx';
import { Specimen } from './specimen.tsx';

const fault = {
  sentence: 'Something broke on our side.',
  requestId: '01a1fd22-f6e7',
  isSignedOut: false,
  isTenantGone: false,
};

/** Numbers, and what a panel says when it has nothing to show. */
export function GalleryNotices() {
  return (
    <>
      <Specimen title="Numbers">
        <div className="grid grid-cols-3 gap-3">
          <StatTile label="On time" value="99.2" unit="%" href="#tile" note="target 98 %: met" />
          <StatTile label="Failed" value={12} href="#tile" look={jobLooks.FAILED} note="last hour" />
          <StatTile label="At risk" value={3} href="#tile" look={conditionLooks.atRisk} />
        </div>
        <div className="panel flex flex-col gap-2 p-3">
          <div className="flex flex-wrap items-center gap-2">
            <Badge>v3</Badge>
            <Badge family="warning">at risk</Badge>
            <Count value={12} words="open" />
            <Count value={1000} isExact={false} family="failed" />
          </div>
          <BarMeter label="Slots" value={3} max={10} />
          <BarMeter label="Cap" value={10} max={10} family="warning" words="10 / 10, full" mark={8} />
        </div>
      </Specimen>
      <Specimen title="Nothing to show">
        <div className="panel">
          <FaultNotice fault={fault} onRetry={() => {}} />
        </div>
        <Refusal sentence="The run has ended already: SUCCEEDED." />
        <div className="panel">
          <Skeleton rows={3} />
        </div>
        <div className="panel">
          <EmptyState
            title="There are no workflows yet"
            Icon={Workflow}
            actions={<Button kind="primary">New workflow</Button>}
          >
            A workflow joins tasks into steps. Begin with a template, or publish one through the API.
          </EmptyState>
        </div>
      </Specimen>
    </>
  );
}
