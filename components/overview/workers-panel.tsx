'use client';

import { ServerOff } from 'lucide-react';
import { Link } from '#components/address/link.tsx';
import type { WorkerRowFragment } from '#components/generated/workers.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { screens } from '#components/kit/words/paths.ts';
import { useWorkers } from '#components/nouns/worker/use-workers.ts';
import { groupWorkers, sayBusy, sayLeftOut, slotsOf } from '#components/nouns/worker/worker-groups.ts';
import { workerLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { ageOf } from '#components/time/as-of.tsx';
import { Moment } from '#components/time/moment.tsx';
import { useAsOf } from '#components/time/use-as-of.ts';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

const listedMax = 6;

/** Whether there are workers, and how busy they are. */
export function WorkersPanel() {
  const answer = useWorkers();
  const asOfMs = useAsOf(answer);
  return (
    <Panel
      title="Workers"
      age={ageOf(asOfMs)}
      aside={
        <Link className="link" href={screens.workers}>
          All workers
        </Link>
      }
    >
      <Reading answer={answer} rows={4}>
        {({ workers, workersLeftOut }) => <Present workers={groupWorkers(workers).present} leftOut={workersLeftOut} />}
      </Reading>
    </Panel>
  );
}

function Present({ workers, leftOut }: { workers: readonly WorkerRowFragment[]; leftOut: number }) {
  if (workers.length === 0) {
    return (
      <EmptyState Icon={ServerOff} title="No worker is live, so nothing starts.">
        Start one: <code className="identifier rounded bg-raised px-1.5 py-0.5 text-ink">npm run worker</code>
      </EmptyState>
    );
  }
  const { running, slots } = slotsOf(workers);
  const rest = workers.length - listedMax;
  return (
    <div className="flex flex-col gap-2 p-3">
      <BarMeter label="Jobs on slots" value={running} max={slots} words={sayBusy(workers, leftOut)} />
      <ul className="flex flex-col">
        {workers.slice(0, listedMax).map((worker) => (
          <li key={worker.id} className="flex min-h-7 items-center gap-3">
            <StateMark look={workerLooks[worker.state]} />
            <span className="min-w-0 flex-1 truncate">{worker.name}</span>
            <span>
              {worker.running} / {worker.slots}
            </span>
            <span className="w-20 text-right text-quiet">
              <Moment at={worker.lastSeenAt} style="relative" />
            </span>
          </li>
        ))}
        {rest > 0 && <li className="min-h-7 text-quiet">and {rest} more</li>}
        {leftOut > 0 && <li className="min-h-7 text-quiet">{sayLeftOut(leftOut)}</li>}
      </ul>
    </div>
  );
}
