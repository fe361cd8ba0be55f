import { Facts } from '#components/kit/page/facts.tsx';
import { JsonBlock } from '#components/kit/page/json-block.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { catchUpWords, overlapWords, sayWindow } from '#components/nouns/schedule/words/policy-words.ts';
import { Moment } from '#components/time/moment.tsx';
import { isJsonObject } from '#domain/value/json.ts';
import type { ScheduleDetails } from './one-schedule.ts';
import { TargetLink } from './target-link.tsx';

/** What a schedule fires and by which rules. */
export function ScheduleFacts({ schedule }: { schedule: ScheduleDetails }) {
  const { overlap, catchUp, startAt, endAt, createdAt, updatedAt, params } = schedule;
  const window = sayWindow(catchUp.window);
  return (
    <Panel title="Settings">
      <Facts
        facts={[
          ['Fires', <TargetLink key="target" {...schedule} />],
          ['Overlap', <Rule key="overlap" {...overlapWords[overlap]} />],
          ['Catch-up', <Rule key="catch-up" {...catchUpWords[catchUp.policy]} {...(window && { note: window })} />],
          ['Starts', <Moment key="start" at={startAt} empty="at once" style="both" />],
          ['Ends', <Moment key="end" at={endAt} empty="never" style="both" />],
          ['Made', <Moment key="made" at={createdAt} />],
          ['Changed', <Moment key="changed" at={updatedAt} />],
        ]}
      />
      {isJsonObject(params) && Object.keys(params).length > 0 && (
        <div className="border-t border-line">
          <h3 className="px-3 pt-2 text-small text-quiet">Params</h3>
          <JsonBlock value={params} />
        </div>
      )}
    </Panel>
  );
}

function Rule({ word, sentence, note }: { word: string; sentence: string; note?: string }) {
  return (
    <>
      {word}
      {note !== undefined && <span>, {note}</span>}
      <span className="block text-small text-quiet">{sentence}</span>
    </>
  );
}
