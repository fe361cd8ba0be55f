'use client';

import { type ReactNode, useState } from 'react';
import { Refusal } from '#components/kit/page/notice.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { PreviewPanel } from '#components/nouns/schedule/edit/preview-panel.tsx';
import { usePreview } from '#components/nouns/schedule/edit/use-preview.ts';
import { knownZones } from '#components/nouns/schedule/ticks/zone-columns.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { CadenceField } from './cadence-field.tsx';
import { ComboField } from './combo-field.tsx';
import { ParamsField } from './params-field.tsx';
import { RulesFields } from './rules-fields.tsx';
import {
  type FormProblems,
  placeRefusals,
  problemsIn,
  type ScheduleForm,
  standingProblems,
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
  isBusy: boolean;
  /** What stood in the way of the last try: at fields, and in general. */
  problems: FormProblems;
  refusal: string | undefined;
  onSave: (form: ScheduleForm) => void;
};

/** The form of a schedule with its preview beside it. */
export function ScheduleBuilder({ initial, before, back, verb, isBusy, problems, refusal, onSave }: BuilderProps) {
  const mayEdit = useMay('schedule.edit');
  const [form, setForm] = useState(initial);
  const [wasTried, setWasTried] = useState(false);
  const [sent, setSent] = useState(initial);
  const [openedMs] = useState(() => Date.now());
  // The preview counts from the start on, but never from a start that has passed.
  const startAt = instantOf(form.startAt, form.timeZone);
  const after = startAt !== undefined && Date.parse(startAt) > openedMs ? justBefore(startAt) : undefined;
  const view = usePreview({ cron: form.cron, timeZone: form.timeZone, after });
  const own = wasTried ? problemsIn(form) : {};
  const timetable = placeRefusals(view.isBehind ? [] : (view.preview?.userErrors ?? [])).problems;
  const shown = { ...standingProblems(problems, sent, form), ...hashesAllowed(timetable, form.cron), ...own };
  const change = (part: Partial<ScheduleForm>) => setForm((now) => ({ ...now, ...part }));
  const save = () => {
    setWasTried(true);
    if (Object.keys(problemsIn(form)).length > 0) return;
    setSent(form);
    onSave(form);
  };
  return (
    <form
      noValidate
      aria-label="Schedule"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,56rem)_minmax(0,37rem)]"
    >
      <div className="flex min-w-0 flex-col gap-3">
        <Part title="What">
          <TextField
            label="Name"
            value={form.name}
            problem={shown.name}
            placeholder="Nightly report"
            autoComplete="off"
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TargetField
            kind={form.targetKind}
            name={form.targetName}
            problem={shown.target}
            onChange={({ kind, name }) => change({ targetKind: kind, targetName: name })}
          />
          <ParamsField
            target={{ kind: form.targetKind, name: form.targetName }}
            value={form.params}
            problem={shown.params}
            onChange={(params) => change({ params })}
          />
        </Part>
        <Part title="When">
          <CadenceField
            cadence={form.cadence}
            cron={form.cron}
            problem={shown.cron}
            onChange={(cadence) => setForm((now) => withCadence(now, cadence))}
          />
          <TimeFields form={form} problems={shown} onChange={change} />
        </Part>
        <Part title="Rules">
          <RulesFields form={form} problems={shown} onChange={change} />
        </Part>
      </div>
      <div className="flex flex-col gap-3 lg:sticky lg:top-15">
        <PreviewPanel form={form} view={view} before={before} />
        <div className="panel flex flex-wrap items-center gap-3 px-3 py-2.5">
          {before === undefined && (
            <Checkbox label="Start paused" checked={form.paused} onChange={(paused) => change({ paused })} />
          )}
          {!mayEdit && <p className="basis-full text-quiet">Your role may look at schedules, not change them.</p>}
          <span className="ml-auto flex gap-2">
            <ButtonLink href={back}>Cancel</ButtonLink>
            <Button type="submit" kind="primary" isBusy={isBusy} disabled={!mayEdit}>
              {verb}
            </Button>
          </span>
          <div className="basis-full empty:hidden">
            <Refusal
              sentence={refusal ?? (Object.keys(own).length > 0 ? 'Some fields need another look.' : undefined)}
            />
          </div>
        </div>
      </div>
    </form>
  );
}

type FieldsProps = { form: ScheduleForm; problems: FormProblems; onChange: (change: Partial<ScheduleForm>) => void };

function TimeFields({ form, problems, onChange }: FieldsProps) {
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <ComboField
          label="Time zone"
          value={form.timeZone}
          options={zones}
          problem={problems.timeZone}
          onChange={(timeZone) => onChange({ timeZone })}
        />
      </div>
      <TextField
        label="Not before (optional)"
        type="datetime-local"
        value={form.startAt}
        problem={problems.startAt}
        onChange={(event) => onChange({ startAt: event.currentTarget.value })}
      />
      <TextField
        label="Not after (optional)"
        type="datetime-local"
        value={form.endAt}
        problem={problems.endAt}
        onChange={(event) => onChange({ endAt: event.currentTarget.value })}
      />
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="panel">
      <h2 className="flex min-h-9 items-center border-b border-line px-3 font-semibold">{title}</h2>
      <div className="flex flex-col gap-4 p-3">{children}</div>
    </section>
  );
}

const zones = knownZones().map((value) => ({ value }));

/** A preview refuses H, a schedule does not: its id decides what H means. */
function hashesAllowed(problems: FormProblems, cron: string): FormProblems {
  if (!/(^|\s)H/i.test(cron)) return problems;
  const { cron: _, ...others } = problems;
  return others;
}

function justBefore(instant: string): string {
  return new Date(Date.parse(instant) - 1).toISOString();
}
