'use client';

import { useState } from 'react';
import type { UserError } from '#components/api/told.ts';
import { Combobox } from '#components/kit/form/combobox.tsx';
import { FormPart } from '#components/kit/form/form-part.tsx';
import { FormProblems } from '#components/kit/form/form-problems.tsx';
import { placeRefusals } from '#components/kit/form/form-state.ts';
import { LeaveQuestion } from '#components/kit/form/leave-question.tsx';
import { type Form, useForm } from '#components/kit/form/use-form.ts';
import { useLeave } from '#components/kit/form/use-leave.ts';
import { useLeaveLinks } from '#components/kit/form/use-leave-links.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { PreviewPanel } from '#components/nouns/schedule/edit/preview-panel.tsx';
import { usePreview } from '#components/nouns/schedule/edit/use-preview.ts';
import { knownZones } from '#components/nouns/schedule/ticks/zone-columns.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { CadenceField } from './cadence-field.tsx';
import { ParamsField } from './params-field.tsx';
import { RulesFields } from './rules-fields.tsx';
import {
  type FormField,
  type FormProblems as Problems,
  problemsIn,
  type ScheduleForm,
  scheduleFields,
  withCadence,
} from './schedule-form.ts';
import { TargetField } from './target-field.tsx';
import { instantOf } from './wall-time.ts';

type BuilderProps = {
  initial: ScheduleForm;
  /** The words of the stored timetable, to compare with. */
  before?: string;
  /** Where "Cancel" leads. */
  back: string;
  verb: string;
  /** Saves it and goes on; hands back what was refused. */
  send: (form: ScheduleForm) => Promise<readonly UserError[]>;
};

/** The form of a schedule with its preview beside it. */
export function ScheduleBuilder({ initial, before, back, verb, send }: BuilderProps) {
  const form = useForm<FormField, ScheduleForm>({ initial, fields: scheduleFields, check: problemsIn, send });
  const leave = useLeave(form.isDirty);
  useLeaveLinks(form.isDirty, leave);
  const view = useTimetable(form.values);
  const timetable = placeRefusals(view.isBehind ? [] : (view.preview?.userErrors ?? []), scheduleFields).problems;
  const cron = form.problems.cron ?? hashesAllowed(timetable, form.values.cron).cron;
  return (
    <form
      {...form.attributes}
      aria-label="Schedule"
      className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,56rem)_minmax(0,37rem)]"
    >
      <div className="flex min-w-0 flex-col gap-3">
        <FormPart title="What">
          <TargetFields form={form} />
        </FormPart>
        <FormPart title="When">
          <CadenceField
            {...form.field('cron')}
            cadence={form.values.cadence}
            cron={form.values.cron}
            problem={cron}
            onChange={(cadence) => form.change(withCadence(cadence))}
          />
          <TimeFields form={form} zoneProblem={form.problems.timeZone ?? timetable.timeZone} />
        </FormPart>
        <FormPart title="Rules">
          <RulesFields form={form} />
        </FormPart>
      </div>
      <div className="flex flex-col gap-3 lg:sticky lg:top-15">
        <PreviewPanel form={form.values} view={view} before={before} />
        <SavePanel form={form} isNew={before === undefined} back={back} verb={verb} />
      </div>
      <LeaveQuestion leave={leave} />
    </form>
  );
}

/** What the timetable would do from its start on, but never from a start that has passed. */
function useTimetable({ cron, timeZone, startAt }: ScheduleForm) {
  const [openedMs] = useState(() => Date.now());
  const start = instantOf(startAt, timeZone);
  const after = start !== undefined && Date.parse(start) > openedMs ? justBefore(start) : undefined;
  return usePreview({ cron, timeZone, after });
}

type FieldsProps = { form: Form<FormField, ScheduleForm> };

function TargetFields({ form }: FieldsProps) {
  const { name, targetKind, targetName, params } = form.values;
  return (
    <>
      <TextField
        {...form.field('name')}
        label={scheduleFields.name.label}
        value={name}
        placeholder="Nightly report"
        autoComplete="off"
        onChange={(event) => form.change({ name: event.currentTarget.value })}
      />
      <TargetField
        {...form.field('target')}
        kind={targetKind}
        name={targetName}
        onChange={(target) => form.change({ targetKind: target.kind, targetName: target.name })}
      />
      <ParamsField
        {...form.field('params')}
        // Another target has other params: what was looked at as JSON begins as a form again.
        key={`${targetKind} ${targetName}`}
        inner={form.inner('params')}
        target={{ kind: targetKind, name: targetName }}
        value={params}
        onChange={(next) => form.change({ params: next })}
      />
    </>
  );
}

function TimeFields({ form, zoneProblem }: FieldsProps & { zoneProblem: string | undefined }) {
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <Combobox
          {...form.field('timeZone')}
          label={scheduleFields.timeZone.label}
          value={form.values.timeZone}
          options={zones}
          problem={zoneProblem}
          onChange={(timeZone) => form.change({ timeZone })}
        />
      </div>
      <TextField
        {...form.field('startAt')}
        label={scheduleFields.startAt.label}
        type="datetime-local"
        value={form.values.startAt}
        onChange={(event) => form.change({ startAt: event.currentTarget.value })}
      />
      <TextField
        {...form.field('endAt')}
        label={scheduleFields.endAt.label}
        type="datetime-local"
        value={form.values.endAt}
        onChange={(event) => form.change({ endAt: event.currentTarget.value })}
      />
    </div>
  );
}

type SavePanelProps = FieldsProps & { isNew: boolean; back: string; verb: string };

function SavePanel({ form, isNew, back, verb }: SavePanelProps) {
  const mayEdit = useMay('schedule.edit');
  return (
    <div className="panel flex flex-wrap items-center gap-3 px-3 py-2.5">
      {isNew && (
        <Checkbox
          label={scheduleFields.paused.label}
          checked={form.values.paused}
          onChange={(paused) => form.change({ paused })}
        />
      )}
      {!mayEdit && <p className="basis-full text-quiet">Your role may look at schedules, not change them.</p>}
      <span className="ml-auto flex gap-2">
        <ButtonLink href={back}>Cancel</ButtonLink>
        <Button type="submit" kind="primary" isBusy={form.isBusy} disabled={!mayEdit}>
          {verb}
        </Button>
      </span>
      <div className="basis-full empty:hidden">
        <FormProblems form={form} />
      </div>
    </div>
  );
}

const zones = knownZones().map((value) => ({ value }));

/** A preview refuses H, a schedule does not: its id decides what H means. */
function hashesAllowed(problems: Problems, cron: string): Problems {
  if (!/(^|\s)H/i.test(cron)) return problems;
  const { cron: _, ...others } = problems;
  return others;
}

function justBefore(instant: string): string {
  return new Date(Date.parse(instant) - 1).toISOString();
}
