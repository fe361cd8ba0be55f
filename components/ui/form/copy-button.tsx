'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

// "Copied" is an answer, not a state.
const copiedMs = 1_500;

type CopyButtonProps = { text: string; label?: string; words?: string; isSmall?: boolean };

/** Copies a text; says for a moment that it did. With `words` it is a button with text, else a sign. */
export function CopyButton({ text, label = 'Copy', words, isSmall = true }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), copiedMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const say = useToast();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
    } catch {
      // A browser may refuse it, and has no clipboard at all for pages that came without TLS.
      say({ words: 'This browser does not let the page copy. Select the text and copy it by hand.', kind: 'failed' });
    }
  };
  const Icon = isCopied ? Check : Copy;
  if (words === undefined)
    return <IconButton isSmall={isSmall} label={isCopied ? 'Copied' : label} Icon={Icon} onClick={() => void copy()} />;
  return (
    <Button isSmall={isSmall} Icon={Icon} onClick={() => void copy()}>
      {isCopied ? 'Copied' : words}
    </Button>
  );
}
