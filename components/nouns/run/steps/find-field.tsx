'use client';

import { useState } from 'react';

type Parts = { label: string; placeholder: string; value: string; onChange: (text: string) => void };

/** A field whose text stands in the address. While one writes, the field is ahead of the address and not behind it. */
export function FindField({ label, placeholder, value, onChange }: Parts) {
  const [typed, setTyped] = useState(value);
  const [isWriting, setIsWriting] = useState(false);
  if (!isWriting && typed !== value) setTyped(value);
  return (
    <input
      data-query-bar
      type="search"
      aria-label={label}
      placeholder={placeholder}
      className="field h-7 w-52"
      value={typed}
      onFocus={() => setIsWriting(true)}
      onBlur={() => setIsWriting(false)}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(event.currentTarget.value);
      }}
    />
  );
}
