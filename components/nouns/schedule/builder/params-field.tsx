'use client';

import { useReading } from '#components/api/use-reading.ts';
import { TaskToFireDocument, WorkflowToFireDocument } from '#components/generated/documents.ts';
import { Button } from '#components/ui/form/button.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { type ParamHelp, propertiesOf, sayParam, templateOf, variablesOf } from './params-help.ts';
import type { TargetKind } from './schedule-form.ts';

type ParamsFieldProps = {
  target: { kind: TargetKind; name: string };
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
};

/** What the work is given each time: one JSON object, with the names that its target knows. */
export function ParamsField({ target, value, problem, onChange }: ParamsFieldProps) {
  const known = useParamsHelp(target);
  const fill = () => onChange(JSON.stringify(templateOf(known), null, 2));
  const isEmpty = ['', '{}'].includes(value.trim());
  return (
    <div className="flex flex-col gap-1.5">
      <TextArea
        label={target.kind === 'task' ? 'Params (JSON)' : 'Variables (JSON)'}
        isMono
        rows={Math.min(12, Math.max(3, value.split('\n').length))}
        spellCheck={false}
        value={value}
        problem={problem}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...(known.length > 0 && { hint: `Takes ${known.map(sayParam).join(', ')}.` })}
      />
      {known.length > 0 && isEmpty && (
        <div>
          <Button isSmall onClick={fill}>
            Fill in the names
          </Button>
        </div>
      )}
    </div>
  );
}

function useParamsHelp({ kind, name }: ParamsFieldProps['target']): ParamHelp[] {
  const task = useReading({ query: TaskToFireDocument, variables: { name }, pause: kind !== 'task' || name === '' });
  const workflow = useReading({
    query: WorkflowToFireDocument,
    variables: { name },
    pause: kind !== 'workflow' || name === '',
  });
  if (name === '') return [];
  if (kind === 'task') return propertiesOf(task.data?.task?.inputSchema);
  return variablesOf(workflow.data?.workflow?.latestVersion.definition);
}
