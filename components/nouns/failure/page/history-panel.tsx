'use client';

import { type FormEvent, useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { CommentOnFailureDocument } from '#components/generated/failures.ts';
import { Refusal } from '#components/kit/page/notice.tsx';
import { Panel } from '#components/kit/page/page.tsx';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { sayAct } from '#components/nouns/failure/say-history.ts';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { isJsonObject } from '#domain/value/json.ts';
import type { FailureDetails } from './failure-page.tsx';
import { useOwners } from './use-owners.ts';

/** What was done about it, the newest first, and a place to write something. */
export function HistoryPanel({ failure: { id, history } }: { failure: FailureDetails }) {
  const mayWrite = useMay('failure.operate');
  const owners = useOwners();
  const nameOf = (userId: string) => owners.find((owner) => owner.id === userId)?.name;
  return (
    <Panel title="History">
      {mayWrite && <CommentForm id={id} />}
      <ol className="flex flex-col">
        {history.map((act) => (
          <li
            key={`${act.at} ${act.type}`}
            className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-b-0"
          >
            <span className="flex items-baseline gap-1.5">
              <span className="min-w-0">
                <span className="font-medium" data-whole={act.actor}>
                  {act.by}
                </span>{' '}
                {sayAct(act, nameOf)}
                <Until payload={act.payload} />
              </span>
              <span className="ml-auto shrink-0 text-quiet">
                <Moment at={act.at} />
              </span>
            </span>
            <Words act={act} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Until({ payload }: { payload: unknown }) {
  const until = isJsonObject(payload) ? payload.until : undefined;
  if (typeof until !== 'string') return null;
  return (
    <>
      {' until '}
      <Moment at={until} style="absolute" />
    </>
  );
}

// What somebody wrote stands as they wrote it; what they gave as a reason, beside what they did.
function Words({ act: { payload, reason } }: { act: FailureDetails['history'][number] }) {
  const text = isJsonObject(payload) ? payload.text : undefined;
  if (typeof text === 'string') return <p className="whitespace-pre-wrap break-words">{text}</p>;
  return reason === null ? null : <p className="break-words text-quiet">{reason}</p>;
}

function CommentForm({ id }: { id: string }) {
  const [text, setText] = useState('');
  const comment = useCommand(CommentOnFailureDocument, (data) => data.commentOnFailure);
  const send = async () => {
    if ((await comment.run({ id, text: text.trim() })) !== undefined) setText('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') void send();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 border-b border-line p-3">
      <TextArea
        label="Comment"
        isLabelHidden
        placeholder="What you found out, for whoever looks at it next"
        rows={2}
        maxLength={4_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <span className="flex justify-end">
        <Button type="submit" isSmall isBusy={comment.isBusy} disabled={text.trim() === ''}>
          Comment
        </Button>
      </span>
      <Refusal sentence={comment.refusal} />
    </form>
  );
}
