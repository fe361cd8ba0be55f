'use client';

import { DurationField } from '#components/kit/form/duration/duration-field.tsx';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { Select } from '#components/ui/form/select.tsx';
import { retryStrategies } from '#domain/task/retry-policy.ts';
import { formatDuration, parseDurationMs } from '#domain/value/duration.ts';
import type { Json } from '#domain/value/json.ts';
import type { Step } from '#domain/workflow/definition.ts';
import { SettledField } from './settled-field.tsx';

type Parts = { editing: Editing; step: Step; problemOf: (field: string) => string | undefined };

/** When a step starts of several that it waits for, how long it may take, and how often it is tried. */
export function StepRules({ editing, step, problemOf }: Parts) {
  const { isReadOnly } = editing;
  const set = (path: string[], value: Json | undefined, field?: string) =>
    editing.change(
      { kind: 'set-field', step: step.id, path, value },
      field === undefined ? {} : { kind: `${field} ${step.id}` },
    );
  return (
    <>
      {step.dependencies.length > 1 && (
        <SettledField
          label="Starts when"
          hint="all, any, or how many of these must be met."
          isReadOnly={isReadOnly}
          problem={problemOf('join')}
          value={String(step.join)}
          onSettle={(text) => set(['join'], joinOf(text))}
        />
      )}
      {step.task !== undefined && <TaskRules step={step} set={set} isReadOnly={isReadOnly} problemOf={problemOf} />}
    </>
  );
}

type Set = (path: string[], value: Json | undefined, field?: string) => void;
type TaskRulesParts = Pick<Parts, 'step' | 'problemOf'> & { set: Set; isReadOnly: boolean };

// What waits without a task has neither attempts nor a time for one.
function TaskRules({ step, set, isReadOnly, problemOf }: TaskRulesParts) {
  return (
    <>
      <Span
        label="Timeout"
        value={step.timeoutMs === undefined ? '' : formatDuration(step.timeoutMs)}
        problem={problemOf('timeout')}
        placeholder="the task's own"
        isReadOnly={isReadOnly}
        onChange={(value) => set(['timeout'], value, 'timeout')}
      />
      <Retry step={step} set={set} isReadOnly={isReadOnly} problem={problemOf('retry')} />
    </>
  );
}

const strategies = retryStrategies.map((value) => ({
  value,
  word: value.charAt(0) + value.slice(1).toLowerCase(),
}));

function Retry({
  step,
  set,
  isReadOnly,
  problem,
}: {
  step: Step;
  set: Set;
  isReadOnly: boolean;
  problem?: string | undefined;
}) {
  const retry = step.retry ?? {};
  const strategy = retryStrategies.find((one) => one === retry.strategy);
  // Without anything to say the step says nothing, and its task's own rule holds.
  const put = (name: string, value: Json | undefined) => {
    const { [name]: _, ...others } = retry;
    const next = value === undefined ? others : { ...others, [name]: value };
    if (Object.keys(next).length === 0) set(['retry'], undefined);
    else if (step.retry === undefined) set(['retry'], next);
    else set(['retry', name], value, `retry ${name}`);
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium">Retry</legend>
      {problem !== undefined && <p className="text-small text-failed">{problem}</p>}
      <div className="grid grid-cols-2 gap-2">
        <SettledField
          label="Attempts at most"
          placeholder="the task's own"
          isReadOnly={isReadOnly}
          value={retry.maxAttempts === undefined ? '' : String(retry.maxAttempts)}
          onSettle={(text) => put('maxAttempts', numberOf(text))}
        />
        <Select
          label="Waits grow"
          placeholder="as the task says"
          isDisabled={isReadOnly}
          value={strategy}
          options={strategies}
          onChange={(value) => put('strategy', value)}
        />
      </div>
      <Span
        label="First wait"
        value={typeof retry.baseDelay === 'string' ? retry.baseDelay : ''}
        placeholder="the task's own"
        isReadOnly={isReadOnly}
        onChange={(value) => put('baseDelay', value)}
      />
    </fieldset>
  );
}

type SpanParts = {
  label: string;
  value: string;
  problem?: string | undefined;
  placeholder: string;
  isReadOnly: boolean;
  onChange: (value: string | undefined) => void;
};

// Half a number is no span yet, and changes nothing.
function Span({ label, value, problem, placeholder, isReadOnly, onChange }: SpanParts) {
  return (
    <DurationField
      label={label}
      value={value}
      problem={problem}
      placeholder={placeholder}
      onChange={(text) => {
        if (isReadOnly) return;
        if (text.trim() === '') onChange(undefined);
        else if (parseDurationMs(text).ok) onChange(text);
      }}
    />
  );
}

function numberOf(text: string): Json | undefined {
  if (text === '') return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function joinOf(text: string): Json | undefined {
  return text === '' || text === 'all' ? undefined : numberOf(text);
}
