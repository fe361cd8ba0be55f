'use client';

import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { Link } from '#components/address/link.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf } from '#components/state/state-look.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { type Toast, type ToastWords, withToast } from './toast-list.ts';

// Long enough to read a sentence and to press Undo; the reader's pointer or focus stops the clock.
const toastMs = 7_000;

const ToastContext = createContext<(toast: ToastWords) => void>(() => {});

/** Says in a corner what has happened: `const say = useToast(); say({ words: 'Queue paused', kind: 'done' })`. */
export function useToast(): (toast: ToastWords) => void {
  return use(ToastContext);
}

let lastId = 0;

/** The corner in which messages appear; a screen reader hears them politely. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const [isHeld, setIsHeld] = useState(false);
  const [say] = useState(() => (words: ToastWords) => {
    lastId += 1;
    const toast = { ...words, id: lastId };
    setToasts((shown) => withToast(shown, toast));
  });
  const close = (id: number) => setToasts((shown) => shown.filter((one) => one.id !== id));
  const hold = { onPointerEnter: () => setIsHeld(true), onPointerLeave: () => setIsHeld(false) };
  return (
    <ToastContext value={say}>
      {children}
      <section
        aria-label="Messages"
        aria-live="polite"
        className="pointer-events-none fixed right-4 bottom-4 z-[65] flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2"
        {...hold}
        onFocus={() => setIsHeld(true)}
        onBlur={() => setIsHeld(false)}
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} isHeld={isHeld} onClose={close} />
        ))}
      </section>
    </ToastContext>
  );
}

const looks = {
  done: { glyph: 'check', family: 'success' },
  failed: { glyph: 'cross', family: 'failed' },
  note: { glyph: 'circle', family: 'waiting' },
} as const;

type CardProps = { toast: Toast; isHeld: boolean; onClose: (id: number) => void };

function ToastCard({ toast, isHeld, onClose }: CardProps) {
  const { id, words, kind = 'note', action, link } = toast;
  const close = () => onClose(id);
  useEffect(() => {
    // What failed stays until somebody has read it.
    if (isHeld || kind === 'failed') return;
    const timer = setTimeout(() => onClose(id), toastMs);
    return () => clearTimeout(timer);
  }, [isHeld, kind, id, onClose]);
  const act = () => {
    action?.act();
    close();
  };
  return (
    <div className="panel pointer-events-auto flex items-center gap-2.5 py-1.5 pr-1.5 pl-3 shadow-float">
      <span style={{ color: colourOf(looks[kind].family) }}>
        <Glyph name={looks[kind].glyph} size={16} />
      </span>
      <p className="min-w-0 flex-1 break-words">{words}</p>
      {link !== undefined && (
        <Link className="link" href={link.href} onClick={close}>
          {link.word}
        </Link>
      )}
      {action !== undefined && (
        <Button isSmall onClick={act}>
          {action.word}
        </Button>
      )}
      <IconButton isSmall label="Dismiss" Icon={X} onClick={close} />
    </div>
  );
}
