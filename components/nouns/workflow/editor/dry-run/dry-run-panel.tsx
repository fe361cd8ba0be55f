'use client';

import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import { FaultNotice, LoadingNotice } from '#components/kit/page/notice.tsx';
import { takesVariables, variableProblems } from '#components/nouns/workflow/start/start-form.ts';
import { DryRunAnswer } from './dry-run-answer.tsx';
import { stepsToPretend } from './dry-run-words.ts';
import { PretendedEnd } from './pretended-end.tsx';
import { withEnd } from './samples.ts';
import type { DryRunView } from './use-dry-run.ts';

type Parts = { view: DryRunView; chosen: readonly string[]; onOpen: (stepKey: string) => void };

/** What a run would do with what is pretended here. Nothing is stored, and nobody is told. */
export function DryRunPanel({ view, chosen, onOpen }: Parts) {
  const { found, fault, isAsking, again, samples, pretend, schema, variables } = view;
  const stepKeys = stepsToPretend(found ?? { steps: [] }, { pretended: [...samples.ends.keys()], chosen });
  return (
    <div className="flex flex-col gap-4 p-3">
      <p className="text-small text-quiet">
        What a run would do, as you pretend its beginning and the ends of its steps. Nothing runs, and nothing is
        stored.
      </p>
      {takesVariables(schema) && (
        <SchemaField
          label="Variables"
          schema={schema}
          value={variables}
          inner={variableProblems(schema, variables)}
          onChange={(next) => pretend({ ...samples, variables: next })}
        />
      )}
      {stepKeys.length > 0 && (
        <section aria-label="Pretended ends" className="flex flex-col gap-3">
          <h2 className="font-medium">Pretended ends</h2>
          {stepKeys.map((stepKey) => (
            <PretendedEnd
              key={stepKey}
              stepKey={stepKey}
              end={samples.ends.get(stepKey)}
              isAsked={found?.steps.some(({ ask }) => ask.includes(stepKey)) === true}
              onChange={(end) => pretend(withEnd(samples, stepKey, end))}
            />
          ))}
        </section>
      )}
      <p className="text-small text-quiet">Choose a step on the canvas to pretend how it ends.</p>
      {fault !== undefined && <FaultNotice fault={fault} onRetry={again} />}
      {found === undefined && fault === undefined && <LoadingNotice rows={5} />}
      {found !== undefined && <DryRunAnswer found={found} isAsking={isAsking} onOpen={onOpen} />}
    </div>
  );
}
