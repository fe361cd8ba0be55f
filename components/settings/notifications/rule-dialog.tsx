'use client';

import { useReading } from '#components/api/use-reading.ts';
import {
  type ChannelRowFragment,
  CreateNotificationRuleDocument,
  RuleNamesDocument,
  type RuleNamesQuery,
  type RuleRowFragment,
  UpdateNotificationRuleDocument,
} from '#components/generated/notifications.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { type Form, useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { fieldMarks } from '#components/ui/form/field.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import {
  asksFor,
  kindOptions,
  newRule,
  previewRule,
  problemsInRule,
  type RuleField,
  type RuleForm,
  ruleFields,
  ruleForm,
  spanOptions,
} from './rule-form.ts';
import { ScopeFields } from './scope-fields.tsx';

type Parts = {
  rule: RuleRowFragment | undefined;
  channels: readonly ChannelRowFragment[];
  onClose: () => void;
};

/** Makes a rule or changes one; it reads as a sentence meanwhile. */
export function RuleDialog({ rule, channels, onClose }: Parts) {
  const names = useReading({ query: RuleNamesDocument, variables: { first: pageBounds.pageSizeMax } }).data;
  const create = useSend(CreateNotificationRuleDocument, (data) => data.createNotificationRule);
  const update = useSend(UpdateNotificationRuleDocument, (data) => data.updateNotificationRule);
  const say = useToast();
  const isNew = rule === undefined;
  const form = useForm<RuleField, RuleForm>({
    initial: ruleForm(rule, channels),
    fields: ruleFields,
    check: problemsInRule,
    send: async (values) => {
      const input = newRule(values);
      const { refusals } = isNew ? await create({ input }) : await update({ input: { ...input, id: rule.id } });
      if (refusals.length > 0) return refusals;
      say({ words: `${input.name} is ${isNew ? 'made' : 'changed'}`, kind: 'done' });
      onClose();
      return [];
    },
  });
  return (
    <FormDialog
      form={form}
      title={isNew ? 'New rule' : `Rule ${rule.name}`}
      width="medium"
      verb={isNew ? 'Make the rule' : 'Save'}
      onClose={onClose}
    >
      <RuleFields form={form} isNew={isNew} channels={channels} names={names} />
    </FormDialog>
  );
}

type FieldsProps = {
  form: Form<RuleField, RuleForm>;
  isNew: boolean;
  channels: readonly ChannelRowFragment[];
  names: RuleNamesQuery | undefined;
};

function RuleFields({ form, isNew, channels, names }: FieldsProps) {
  const { values } = form;
  const schedules = names?.schedules.nodes ?? [];
  return (
    <>
      <p className="rounded border border-line bg-raised px-3 py-2" aria-live="polite">
        {previewRule(values, { channels, schedules })}
      </p>
      <Select
        {...form.field('on')}
        label={ruleFields.on.label}
        value={values.on}
        options={kindOptions}
        isDisabled={!isNew}
        onChange={(on) => form.change({ on })}
      />
      <ScopeFields form={form} names={names} />
      {asksFor(values.on, 'times') && (
        <TextField
          {...form.field('times')}
          label={ruleFields.times.label}
          inputMode="numeric"
          value={values.times}
          onChange={(event) => form.change({ times: event.currentTarget.value })}
        />
      )}
      <div className="grid grid-cols-2 gap-3">
        {asksFor(values.on, 'lasts') && (
          <Select
            {...form.field('lasts')}
            label={ruleFields.lasts.label}
            value={values.lasts}
            options={spanOptions(values.lasts)}
            onChange={(lasts) => form.change({ lasts })}
          />
        )}
        <Select
          {...form.field('window')}
          label={ruleFields.window.label}
          value={values.window}
          options={spanOptions(values.window)}
          hint="The first message goes out at once."
          onChange={(window) => form.change({ window })}
        />
      </div>
      <ChannelChoice form={form} channels={channels} />
      <Checkbox
        label="Also tell when it is over"
        checked={values.tellsEnd}
        onChange={(tellsEnd) => form.change({ tellsEnd })}
      />
      <TextField
        {...form.field('name')}
        label={ruleFields.name.label}
        placeholder="dead jobs of billing"
        autoComplete="off"
        value={values.name}
        onChange={(event) => form.change({ name: event.currentTarget.value })}
      />
    </>
  );
}

function ChannelChoice({ form, channels }: Pick<FieldsProps, 'form' | 'channels'>) {
  const { values } = form;
  const marks = form.field('channels');
  // A channel for breaches of service levels takes nothing else.
  const offered = channels.filter(
    ({ kind, id }) => kind !== 'SLA_BREACH' || values.on === 'SLA_BREACH' || values.channels.includes(id),
  );
  const toggle = (id: string, isOn: boolean) =>
    form.change({ channels: isOn ? [...values.channels, id] : values.channels.filter((one) => one !== id) });
  return (
    <fieldset {...fieldMarks(marks)}>
      <legend className="mb-1.5 font-medium">{ruleFields.channels.label}</legend>
      <div className="grid grid-cols-1 gap-x-4 gap-y-1.5 sm:grid-cols-2">
        {offered.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={values.channels.includes(id)}
            onChange={(isOn) => toggle(id, isOn)}
          />
        ))}
      </div>
      {marks.problem !== undefined && (
        <p role="alert" className="mt-1 text-small text-failed">
          {marks.problem}
        </p>
      )}
    </fieldset>
  );
}
