import { Sparkline } from '#components/chart/sparkline.tsx';
import { Facts } from '#components/kit/page/facts.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { sayHour, sayP95 } from '#components/nouns/queue/activity/say-activity.ts';
import { BarMeter } from '#components/ui/bar-meter.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import type { QueueDetails } from './one-queue.ts';

/** What the queue got in the last hour against its weight, and how fast its jobs were. */
export function QueueShare({ queue: { priority, weight, share, activity } }: { queue: QueueDetails }) {
  const { expectedPercent, actualPercent, competitors } = share;
  return (
    <Panel title="Share of the last hour">
      <div className="flex flex-col gap-1 border-b border-line px-3 py-2.5">
        {actualPercent !== null && competitors > 0 && (
          <BarMeter
            label="Share"
            value={actualPercent}
            max={100}
            mark={expectedPercent}
            words={`${sayShare(actualPercent)} of ${sayShare(expectedPercent)} by weight`}
          />
        )}
        <p className="text-small text-quiet">
          {competitors === 0
            ? 'No other queue of its priority was at work: what there was of slots was its own.'
            : `Beside ${sayCount(competitors, 'other queue')} of its priority. A queue takes what others leave.`}
        </p>
      </div>
      <Facts
        facts={[
          ['Priority', priority],
          ['Weight', weight],
          ['p95', sayP95(activity)],
          ['Ended', <Sparkline key="ended" label={sayHour(activity)} parts={activity.parts} />],
        ]}
      />
    </Panel>
  );
}

function sayShare(percent: number): string {
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}
