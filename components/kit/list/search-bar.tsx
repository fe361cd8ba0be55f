'use client';

import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';

// Nobody has typed for this long: what stands there is meant.
const pauseMs = 250;

type SearchProps = { label: string; placeholder: string };

/** Narrows a list by words; what was typed stands in the address as `q`. */
export function SearchBar({ label, placeholder }: SearchProps) {
  const { search, change } = useUrl();
  const asked = search.get('q') ?? '';
  const [draft, setDraft] = useState({ asked, text: asked });
  // Another address, as after going back, is what stands in the field.
  if (draft.asked !== asked) setDraft({ asked, text: asked });
  const { text } = draft;
  useEffect(() => {
    const words = text.trim();
    if (words === asked) return;
    const timer = setTimeout(() => change({ q: words === '' ? undefined : words }), pauseMs);
    return () => clearTimeout(timer);
  }, [text, asked, change]);
  return (
    <search className="relative w-72">
      <Search aria-hidden size={14} className="absolute top-2 left-2.5 text-quiet" />
      <input
        data-query-bar
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setDraft({ asked, text: event.currentTarget.value })}
        className="field h-7 w-full pl-8"
      />
    </search>
  );
}
