'use client';

import type { ApiAnswer } from '#components/api-explorer/request/send-request.ts';
import type { StreamView } from '#components/api-explorer/request/use-stream.ts';
import { CodeEditor } from '#components/editor/code-editor.tsx';
import { EmptyNotice, Refusal } from '#components/kit/page/notice.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { Moment } from '#components/time/moment.tsx';
import { saySpan } from '#components/time/say-time.ts';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';
import { unreachable } from '#domain/unreachable.ts';
import type { Explorer } from './use-explorer.ts';
import { verdictLooks } from './verdict-looks.ts';

/** What came back. */
export function ResponseView({ explorer: { outcome, stream } }: { explorer: Explorer }) {
  switch (outcome.kind) {
    case 'none':
      return <Nothing sentence="Run the request to see its answer here." />;
    case 'problem':
      return <Said sentence={outcome.sentence} />;
    case 'asked':
      return <Skeleton rows={8} />;
    case 'stopped':
      return <Nothing sentence="Stopped before the answer came." />;
    case 'unreachable':
      return <Said sentence="Taskflow cannot be reached. Is the console process running? Run the request again." />;
    case 'answered':
      return <Answer answer={outcome} />;
    case 'stream':
      return <Stream stream={stream} />;
    default:
      return unreachable(outcome);
  }
}

function Nothing({ sentence }: { sentence: string }) {
  return (
    <div className="self-start">
      <EmptyNotice>{sentence}</EmptyNotice>
    </div>
  );
}

function Said({ sentence }: { sentence: string }) {
  return (
    <div className="p-3">
      <Refusal sentence={sentence} />
    </div>
  );
}

function Answer({ answer }: { answer: Extract<ApiAnswer, { kind: 'answered' }> }) {
  const { status, durationMs, sizeBytes, requestId, text, verdict } = answer;
  const { word, glyph, ink } = verdictLooks[verdict];
  return (
    <section aria-label="Response" className="flex min-h-0 flex-col">
      <header
        className="flex min-h-9 items-center gap-3 whitespace-nowrap border-b border-line px-3 text-small"
        aria-live="polite"
      >
        <span className={`inline-flex items-center gap-1 ${ink}`}>
          <Glyph name={glyph} />
          {word} {status}
        </span>
        <span>{saySpan(durationMs)}</span>
        <span>{saySize(sizeBytes)}</span>
        {requestId !== undefined && <span className="identifier min-w-0 truncate text-quiet">request {requestId}</span>}
        <span className="ml-auto">
          <CopyButton text={text} label="Copy the answer" />
        </span>
      </header>
      <div className="min-h-0 flex-1">
        <CodeEditor label="Response" text={text} language="json" isReadOnly />
      </div>
    </section>
  );
}

function Stream({ stream: { state, log, fault } }: { stream: StreamView }) {
  return (
    <section aria-label="Response" className="flex min-h-0 flex-col">
      <header className="flex min-h-9 items-center gap-3 border-b border-line px-3 text-small" aria-live="polite">
        <StreamState state={state} />
        <span>
          {log.count.toLocaleString('en')} {log.count === 1 ? 'message' : 'messages'}
        </span>
        {log.count > log.messages.length && (
          <span className="text-quiet">the last {log.messages.length} are shown</span>
        )}
      </header>
      {fault !== undefined && <Said sentence={fault} />}
      {log.count === 0 && state === 'open' && (
        <EmptyNotice>Nothing has happened yet. Messages appear here.</EmptyNotice>
      )}
      <ScrollBox className="min-h-0 flex-1 overflow-auto">
        <ol reversed>
          {log.messages.map(({ number, atMs, text }) => (
            <li key={number} className="border-b border-line px-3 py-2">
              <div className="flex gap-3 text-small text-quiet">
                <span>#{number}</span>
                <Moment at={new Date(atMs).toISOString()} />
              </div>
              <pre className="overflow-x-auto font-mono text-[0.9rem] leading-snug">{text}</pre>
            </li>
          ))}
        </ol>
      </ScrollBox>
    </section>
  );
}

function StreamState({ state }: { state: StreamView['state'] }) {
  if (state === 'open') {
    return (
      <span className="inline-flex items-center gap-1 text-running">
        <Glyph name="play" />
        Following
      </span>
    );
  }
  return <span className="text-quiet">{state === 'ended' ? 'Ended' : 'Connecting …'}</span>;
}

function saySize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
