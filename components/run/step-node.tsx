'use client';

import { memo } from 'react';
import { Handle, type NodeProps, Position } from 'reactflow';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, jobLooks } from '#components/state/state-look.ts';
import { Duration } from '#components/time/moment.tsx';
import type { StepNode } from './flow-elements.ts';

/** One step: a bar and a glyph for its state, its name, and a line about task, duration and attempt. */
export const StepNodeBox = memo(function StepNodeBox({ data, selected }: NodeProps<StepNode>) {
  const look = jobLooks[data.state];
  const isDone = data.state === 'SKIPPED' || data.state === 'CANCELLED';
  return (
    <div
      className={`flex h-full w-full overflow-hidden rounded border bg-surface text-left ${
        selected ? 'border-ink ring-2 ring-ink' : 'border-control'
      } ${isDone ? 'border-dashed' : ''}`}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} className="invisible" />
      <Handle type="source" position={Position.Right} isConnectable={false} className="invisible" />
      <span className="w-1.5 shrink-0" style={{ background: colourOf(look.family) }} />
      <span className="flex min-w-0 flex-1 flex-col justify-center gap-0.5 px-2">
        <span className="flex min-w-0 items-center gap-1.5">
          <span title={look.word} style={{ color: colourOf(look.family) }}>
            <Glyph name={look.glyph} />
          </span>
          <span className="truncate font-semibold">{data.stepKey}</span>
          {data.more > 0 && <span className="ml-auto text-quiet">×{data.more + 1}</span>}
        </span>
        <span className="flex min-w-0 items-center gap-1 text-[0.82rem] text-quiet">
          <span className="truncate">{data.task}</span>
          {data.startedAt !== null && (
            <span className="ml-auto shrink-0">
              <Duration from={data.startedAt} to={data.finishedAt} />
              {data.attempt > 1 && ` · try ${data.attempt}`}
            </span>
          )}
        </span>
      </span>
    </div>
  );
});
