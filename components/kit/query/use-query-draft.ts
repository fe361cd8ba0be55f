'use client';

import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { type Completion, completeQuery, type Suggestion, takeSuggestion, type Vocabulary } from './complete-query.ts';

type Asked = { query: string; vocabulary: Vocabulary; recent: readonly string[]; onAsk: (query: string) => void };

export type QueryDraft = {
  text: string;
  completion: Completion;
  isOpen: boolean;
  /** The offer that the arrow keys stand on; -1 for none. */
  active: number;
  field: RefObject<HTMLInputElement | null>;
  write: (text: string, caret: number) => void;
  moveCaret: (caret: number) => void;
  open: () => void;
  close: () => void;
  take: (suggestion: Suggestion) => void;
  press: (event: KeyboardEvent<HTMLInputElement>) => void;
};

/** What stands in a query bar before it is asked, and what its keys do. */
export function useQueryDraft({ query, vocabulary, recent, onAsk }: Asked): QueryDraft {
  const [draft, setDraft] = useState({ query, text: query, caret: query.length });
  const [menu, setMenu] = useState({ isOpen: false, active: -1 });
  const field = useRef<HTMLInputElement>(null);
  // A new query in the address, as after going back, must show in the field.
  if (draft.query !== query) setDraft({ query, text: query, caret: query.length });
  const { text, caret } = draft;
  const completion = completionOf(text, { caret, vocabulary, recent });
  const count = completion.suggestions.length;
  const isOpen = menu.isOpen && count > 0;

  const write = (next: string, at: number) => {
    setDraft({ query, text: next, caret: at });
    setMenu({ isOpen: true, active: -1 });
  };
  const close = () => setMenu({ isOpen: false, active: -1 });
  const take = (suggestion: Suggestion) => {
    const taken = takeSuggestion(text, completion, suggestion);
    write(taken.text, taken.caret);
    // The field takes its new text with the next picture; only then can its caret move.
    requestAnimationFrame(() => field.current?.setSelectionRange(taken.caret, taken.caret));
  };
  const ask = () => {
    close();
    onAsk(text.trim());
  };
  const leave = () => {
    if (isOpen) return close();
    setDraft({ query, text: query, caret: query.length });
    field.current?.blur();
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = completion.suggestions[menu.active];
    const offered = chosen ?? (completion.from < caret ? completion.suggestions[0] : undefined);
    // The place before the first offer is the text itself.
    const step = (by: number) => setMenu({ isOpen: true, active: ((menu.active + by + count + 2) % (count + 1)) - 1 });
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Enter') isOpen && chosen !== undefined ? take(chosen) : ask();
    else if (event.key === 'Escape') leave();
    else if (event.key === 'Tab' && isOpen && offered !== undefined && !event.shiftKey) take(offered);
    else return;
    event.preventDefault();
  };
  const moveCaret = (at: number) => setDraft((now) => (now.caret === at ? now : { ...now, caret: at }));
  const open = () => setMenu({ isOpen: true, active: -1 });
  return { text, completion, isOpen, active: menu.active, field, write, moveCaret, open, close, take, press };
}

type Place = { caret: number; vocabulary: Vocabulary; recent: readonly string[] };

// An empty bar also offers what was asked last.
function completionOf(text: string, { caret, vocabulary, recent }: Place): Completion {
  const completion = completeQuery(text, caret, vocabulary);
  if (text.trim() !== '') return completion;
  const asked = recent.map((query) => ({ label: query, hint: 'asked before', insert: query }));
  return { from: 0, to: text.length, suggestions: [...asked, ...completion.suggestions] };
}
