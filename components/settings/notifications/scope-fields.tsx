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
        <ScopeField key={noun} form={form} noun={noun} {...optionsOf(noun, names)} />
      ))}
    </div>
  );
}

type Named = { id: string; name: string };

/** What can be chosen, and how many more there are, whose names can be typed. */
type Choice = { options: readonly Named[]; more: number };

function optionsOf(noun: ScopeNoun, names: RuleNamesQuery | undefined): Choice {
  if (names === undefined) return { options: [], more: 0 };
  const choiceOf = ({ nodes, totalCount }: { nodes: readonly Named[]; totalCount: number }): Choice => ({
    options: nodes,
    more: totalCount - nodes.length,
  });
  const lists = {
    queue: { options: names.queues, more: 0 },
    task: choiceOf(names.tasks),
    workflow: choiceOf(names.workflows),
    schedule: choiceOf(names.schedules),
  };
  return lists[noun];
}

type FieldProps = Pick<Parts, 'form'> & Choice & { noun: ScopeNoun };

function ScopeField({ form, noun, options, more }: FieldProps) {
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
      {...(more > 0 && { hint: `${more} more are not in the list: write the name out.` })}
      onChange={choose}
    />
  );
}
