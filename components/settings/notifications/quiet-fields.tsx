'use client';

import type { Form } from '#components/kit/form/use-form.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { type Severity, severities } from '#domain/sla/alert-kinds.ts';
import { type ChannelField, type ChannelForm, channelFields } from './channel-form.ts';

const words: Record<Severity, string> = { CRITICAL: 'Critical', WARNING: 'Warnings', INFO: 'Notes' };

/** When a channel is left alone, and what is told all the same. */
export function QuietFields({ form, timeZone }: { form: Form<ChannelField, ChannelForm>; timeZone: string }) {
  const { values } = form;
  const { field, problem } = form.field('quietHours');
  const toggle = (severity: Severity, isOn: boolean) =>
    form.change({
      through: isOn ? [...values.through, severity] : values.through.filter((one) => one !== severity),
    });
  return (
    <fieldset className="flex flex-col gap-2 border-t border-line pt-3">
      <legend className="sr-only">{channelFields.quietHours.label}</legend>
      <Checkbox
        label="Leave it alone at certain hours"
        hint={`Messages are held, and told as one summary when the hours end. On the clock of ${timeZone}.`}
        checked={values.isQuiet}
        onChange={(isQuiet) => form.change({ isQuiet })}
      />
      {values.isQuiet && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <TextField
              field={field}
              problem={problem}
              label="From"
              type="time"
              value={values.from}
              onChange={(event) => form.change({ from: event.currentTarget.value })}
            />
            <TextField
              label="Until"
              type="time"
              value={values.until}
              onChange={(event) => form.change({ until: event.currentTarget.value })}
            />
          </div>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
            <span className="text-small text-quiet">Tell all the same:</span>
            {severities.map((severity) => (
              <Checkbox
                key={severity}
                label={words[severity]}
                checked={values.through.includes(severity)}
                onChange={(isOn) => toggle(severity, isOn)}
              />
            ))}
          </div>
        </>
      )}
    </fieldset>
  );
}
