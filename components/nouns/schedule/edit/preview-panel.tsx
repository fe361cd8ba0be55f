'use client';

import { asSentence } from '#components/kit/form/form-state.ts';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import type { ScheduleForm } from '#components/nouns/schedule/builder/schedule-form.ts';
import { instantOf } from '#components/nouns/schedule/builder/wall-time.ts';
import { UpcomingTable } from '#components/nouns/schedule/ticks/upcoming-table.tsx';
import { sentenceOf } from '#components/nouns/schedule/words/say-timetable.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { scheduleBounds } from '#domain/bounds/schedule.ts';
import type { TimetablePreview, usePreview } from './use-preview.ts';

type PreviewPanelProps = { form: ScheduleForm; view: ReturnType<typeof usePreview>; before: string | undefined };

/** What the schedule would do if it were saved now: in words, and its next instants on three clocks. */
export function PreviewPanel({ form, view, before }: PreviewPanelProps) {
  const { preview, fault, reload } = view;
  return (
    <Panel title="Preview">
      <div className="min-h-72" aria-live="polite">
        {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
        {preview === undefined && fault === undefined && <Skeleton rows={scheduleBounds.previewShown + 2} />}
        {preview !== undefined && fault === undefined && <PreviewWords preview={preview} form={form} before={before} />}
      </div>
    </Panel>
  );
}

type WordsProps = { preview: TimetablePreview; form: ScheduleForm; before: string | undefined };

function PreviewWords({ preview, form, before }: WordsProps) {
  const { description, times, warnings, userErrors } = preview;
  if (userErrors.length > 0 || description === null) return <Unreadable cron={form.cron} preview={preview} />;
  const endAt = instantOf(form.endAt, form.timeZone);
  const counting = endAt === undefined ? times : times.filter(({ at }) => at <= endAt);
  const words = sentenceOf(description, form.timeZone);
  return (
    <>
      <div className="flex flex-col gap-1.5 px-3 py-3">
        <p>
          <span className="text-lead font-medium">{words}</span> <span className="text-quiet">{form.timeZone}</span>
        </p>
        {before !== undefined && before !== description && <p className="text-small text-quiet">Until now: {before}</p>}
        {warnings.map(({ code, message }) => (
          <p key={code} className="flex gap-2 text-warning">
            <Glyph name="mark" />
            <span>{asSentence(message)}</span>
          </p>
        ))}
      </div>
      {counting.length === 0 ? (
        <p className="px-3 pb-3 text-warning">It would never fire: it ends before its first instant.</p>
      ) : (
        <UpcomingTable label="Next instants" times={counting} timeZone={form.timeZone} />
      )}
    </>
  );
}

function Unreadable({ cron, preview }: { cron: string; preview: TimetablePreview }) {
  // The minute of an H is chosen by the schedule's id, which a schedule does not have before it is made.
  const isHashed = /(^|\s)H/i.test(cron);
  return (
    <div className="flex flex-col gap-2 px-3 py-3 text-quiet">
      <p>There is no preview of this expression.</p>
      <ul className="list-disc pl-5">
        {preview.userErrors.map(({ message }) => (
          <li key={message}>{asSentence(message)}</li>
        ))}
      </ul>
      {isHashed && <p>An H is spread by the schedule itself: its times can be seen once it is saved.</p>}
    </div>
  );
}
