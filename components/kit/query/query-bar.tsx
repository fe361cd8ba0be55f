'use client';

import { Search, X } from 'lucide-react';
import { useId, useRef } from 'react';
import type { Look } from '#components/state/state-look.ts';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { offering } from '#components/ui/form/option-list.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';
import type { Vocabulary } from './complete-query.ts';
import type { Complaint } from './query-complaint.ts';
import { QueryMirror } from './query-mirror.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import { type QueryDraft, useQueryDraft } from './use-query-draft.ts';

export type QueryBarProps = {
  label: string;
  example: string;
  /** What is asked now. */
  query: string;
  vocabulary: Vocabulary;
  looks: Readonly<Record<string, Look>>;
  recent: readonly string[];
  complainAbout: (text: string) => Complaint | undefined;
  onAsk: (query: string) => void;
  /** Called when somebody is about to type: values may be fetched now. */
  onFocus: () => void;
};

// The field and the text under it must lay out their letters alike.
const letters = 'px-8 font-mono text-[0.93rem] leading-[1.75rem] whitespace-pre';

/** A list's query: fields and values are offered while one types, Enter asks. */
export function QueryBar(props: QueryBarProps) {
  const ask = (query: string) => {
    if (props.complainAbout(query) === undefined) props.onAsk(query);
  };
  const draft = useQueryDraft({ ...props, onAsk: ask });
  const id = useId();
  const complaint = props.complainAbout(draft.text);
  // While a term is being typed its offers help more than a complaint.
  const shown = draft.isOpen ? undefined : complaint;
  return (
    <search className="relative min-w-0 flex-1">
      <Search aria-hidden size={14} className="pointer-events-none absolute top-[0.6rem] left-2.5 z-10 text-quiet" />
      <QueryField id={id} bar={props} draft={draft} complaint={shown} />
      {draft.isOpen && (
        <SuggestionList id={id} suggestions={draft.completion.suggestions} active={draft.active} onTake={draft.take} />
      )}
      {shown !== undefined && (
        <p id={`${id}-problem`} role="alert" className="pt-1 text-small text-failed">
          {shown.sentence}
        </p>
      )}
    </search>
  );
}

type FieldProps = { id: string; bar: QueryBarProps; draft: QueryDraft; complaint: Complaint | undefined };

function QueryField({ id, bar, draft, complaint }: FieldProps) {
  const mirror = useRef<HTMLDivElement>(null);
  const follow = (field: HTMLInputElement) => {
    if (mirror.current !== null) mirror.current.scrollLeft = field.scrollLeft;
  };
  const isEmpty = draft.text === '';
  return (
    <div className="relative">
      <div ref={mirror} aria-hidden className={`absolute inset-px overflow-hidden rounded bg-surface ${letters}`}>
        <QueryMirror text={draft.text} complaint={complaint} looks={bar.looks} />
      </div>
      <input
        ref={draft.field}
        {...offering({ id, active: draft.active, isOpen: draft.isOpen })}
        data-query-bar
        type="text"
        aria-label={bar.label}
        aria-invalid={complaint !== undefined || undefined}
        aria-describedby={complaint === undefined ? undefined : `${id}-problem`}
        autoCapitalize="off"
        placeholder={bar.example}
        value={draft.text}
        onChange={(event) => draft.write(event.currentTarget.value, event.currentTarget.selectionStart ?? 0)}
        onSelect={(event) => {
          draft.moveCaret(event.currentTarget.selectionStart ?? 0);
          follow(event.currentTarget);
        }}
        onScroll={(event) => follow(event.currentTarget)}
        onFocus={(event) => {
          // Who comes by key goes on where the query ends; a press puts the caret where it points.
          event.currentTarget.setSelectionRange(draft.text.length, draft.text.length);
          bar.onFocus();
          draft.open();
        }}
        onBlur={draft.close}
        onClick={draft.open}
        onKeyDown={draft.press}
        className={`relative h-8 w-full rounded border border-control bg-transparent text-transparent caret-ink placeholder:text-quiet ${letters}`}
      />
      <span className="absolute inset-y-0 right-1.5 flex items-center">
        {isEmpty ? (
          <KeyHint keys="/" />
        ) : (
          <IconButton isSmall label="Clear filters" Icon={X} onClick={() => bar.onAsk('')} />
        )}
      </span>
    </div>
  );
}
