'use client';

import type { RuleNamesQuery } from '#components/generated/notifications.ts';
import { Combobox } from '#components/kit/form/combobox.tsx';
import type { Form } from '#components/kit/form/use-form.ts';
import type { ScopeNoun } from '#domain/notification/notice-kinds.ts';
import { asksFor, type RuleField, type RuleForm, ruleFields } from './rule-form.ts';

type Parts = { form: Form<RuleField, RuleForm>; names: RuleNamesQuery | undefined };

/** What a rule is narrowed to, as far as its kind can be; nothing chosen means all. */
export function ScopeFields({ form, names }: Parts) {
  const nouns = (['queue', 'task', 'workflow', 'schedule'] as const).filter((noun) => asksFor(form.values.on, noun));
  if (nouns.length === 0) return null;
  return (
    <div className="grid grid-cols-2 gap-3">
      {nouns.map((noun) => (
        <ScopeField key={noun} form={form} noun={noun} options={optionsOf(noun, names)} />
      ))}
    </div>
  );
}

type Named = { id: string; name: string };

function optionsOf(noun: ScopeNoun, names: RuleNamesQuery | undefined): readonly Named[] {
  if (names === undefined) return [];
  const lists = {
    queue: names.queues,
    task: names.tasks.nodes,
    workflow: names.workflows.nodes,
    schedule: names.schedules.nodes,
  };
  return lists[noun];
}

type FieldProps = Pick<Parts, 'form'> & { noun: ScopeNoun; options: readonly Named[] };

function ScopeField({ form, noun, options }: FieldProps) {
  const value = form.values[noun];
  // A rule knows a schedule by its id, and people know it by its name.
  const isById = noun === 'schedule';
  const shown = isById ? (options.find(({ id }) => id === value)?.name ?? value) : value;
  // A field of this kind keeps what is chosen until something else is.
  const any = `any ${noun}`;
  const choose = (name: string) => {
    if (name === any) return form.change({ [noun]: '' });
    const found = isById ? options.find((one) => one.name === name)?.id : undefined;
    form.change({ [noun]: found ?? name });
  };
  return (
    <Combobox
      {...form.field(noun)}
      label={ruleFields[noun].label}
      value={shown}
      options={[any, ...options.map(({ name }) => name)].map((value) => ({ value }))}
      placeholder={any}
      onChange={choose}
    />
  );
}
