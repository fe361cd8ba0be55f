'use client';

import { useState } from 'react';
import { TableFrame } from '#components/page/table-frame.tsx';
import { jobLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Duration, Moment } from '#components/time/moment.tsx';
import { bounds } from '#domain/bounds.ts';
import type { RunGraph, RunStep } from './graph-model.ts';

type Parts = {
  run: { graph: RunGraph; steps: readonly RunStep[] };
  selected: string | undefined;
  onSelect: (stepKey: string) => void;
};

/** The same run as the graph, in rows. */
export function StepsTable({ run, selected, onSelect }: Parts) {
  const [shown, setShown] = useState<number>(bounds.stepRowsMax);
  const tasks = new Map(run.graph.nodes.map((node) => [node.stepKey, node.task]));
  const parents = Map.groupBy(run.graph.edges, (edge) => edge.to);
  const left = run.steps.length - shown;
  return (
    <div className="panel">
      <TableFrame label="Steps">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Step</th>
            <th scope="col">Task</th>
            <th scope="col">After</th>
            <th scope="col" className="number">
              Attempt
            </th>
            <th scope="col">Started</th>
            <th scope="col" className="number">
              Duration
            </th>
            <th scope="col" className="w-1/3">
              Why
            </th>
          </tr>
        </thead>
        <tbody>
          {run.steps.slice(0, shown).map((step) => (
            <tr key={step.id} className={step.stepKey === selected ? 'bg-raised' : ''}>
              <td>
                <StateMark look={jobLooks[step.state]} />
              </td>
              <td>
                <button
                  type="button"
                  className="link whitespace-nowrap font-medium"
                  onClick={() => onSelect(step.stepKey)}
                >
                  {step.stepKey}
                  {step.iteration !== null && ` #${step.iteration + 1}`}
                </button>
              </td>
              <td className="max-w-56 truncate">{tasks.get(step.stepKey)}</td>
              <td className="max-w-56 truncate text-quiet">
                {(parents.get(step.stepKey) ?? []).map((edge) => edge.from).join(', ')}
              </td>
              <td className="number">{step.job?.attempt ?? '–'}</td>
              <td>
                <Moment at={step.startedAt} />
              </td>
              <td className="number">
                <Duration from={step.startedAt} to={step.finishedAt} />
              </td>
              <td className="max-w-0 truncate text-quiet" title={step.reason?.message}>
                {step.reason?.message}
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      {left > 0 && (
        <div className="border-t border-line p-2">
          <button
            type="button"
            className="button button-small"
            onClick={() => setShown((count) => count + bounds.stepRowsMax)}
          >
            Show {Math.min(left, bounds.stepRowsMax)} more of {left}
          </button>
        </div>
      )}
    </div>
  );
}
