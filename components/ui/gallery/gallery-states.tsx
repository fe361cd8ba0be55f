import { StateDot } from '#components/state/state-dot.tsx';
import {
  alertLooks,
  conditionLooks,
  failureLooks,
  jobLooks,
  type Look,
  runLooks,
  scheduleLooks,
  tickLooks,
  workerLooks,
} from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Specimen } from './specimen.tsx';

const tables: readonly [string, Record<string, Look>][] = [
  ['Job', jobLooks],
  ['Run', runLooks],
  ['Schedule', scheduleLooks],
  ['Tick', tickLooks],
  ['Alert', alertLooks],
  ['Failure', failureLooks],
  ['Worker', workerLooks],
  ['Conditions', conditionLooks],
];

/** Every state with its glyph, word and colour. */
export function GalleryStates() {
  return (
    <Specimen title="States">
      <div className="panel grid grid-cols-[6rem_1fr] gap-y-2 p-3">
        {tables.map(([name, looks]) => (
          <div key={name} className="contents">
            <span className="text-quiet">{name}</span>
            <span className="flex flex-wrap gap-x-5 gap-y-1">
              {Object.entries(looks).map(([state, look]) => (
                <StateMark key={state} look={look} />
              ))}
            </span>
          </div>
        ))}
        <span className="text-quiet">Last runs</span>
        <span className="flex gap-1">
          {Object.entries(jobLooks).map(([state, look]) => (
            <StateDot key={state} look={look} note="3 min ago" />
          ))}
        </span>
      </div>
    </Specimen>
  );
}
