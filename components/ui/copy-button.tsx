'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { bounds } from '#domain/bounds.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

/** Copies a text; says for a moment that it did. With `words` it is a button with text, else a sign. */
export function CopyButton({ text, label = 'Copy', words }: { text: string; label?: string; words?: string }) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), bounds.copiedMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setIsCopied(true));
  const Icon = isCopied ? Check : Copy;
  if (words === undefined) return <IconButton isSmall label={isCopied ? 'Copied' : label} Icon={Icon} onClick={copy} />;
  return (
    <Button isSmall Icon={Icon} onClick={copy}>
      {isCopied ? 'Copied' : words}
    </Button>
  );
}
