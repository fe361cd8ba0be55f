'use client';

import { useEffect, useRef, useState } from 'react';
import { followStream } from './follow-stream.ts';
import type { ApiRequest } from './send-request.ts';
import { emptyLog, type StreamLog, withMessages } from './stream-log.ts';

export type StreamView = {
  state: 'idle' | 'opening' | 'open' | 'ended';
  log: StreamLog;
  fault: string | undefined;
  start: (request: ApiRequest) => void;
  stop: () => void;
};

type Shown = Pick<StreamView, 'state' | 'log' | 'fault'>;

const nothing: Shown = { state: 'idle', log: emptyLog, fault: undefined };

/** One subscription at a time. What comes between two pictures is drawn with the next. */
export function useStream(): StreamView {
  const [shown, setShown] = useState<Shown>(nothing);
  const close = useRef(() => {});
  useEffect(() => () => close.current(), []);
  const start = (request: ApiRequest) => {
    close.current();
    setShown({ ...nothing, state: 'opening' });
    let waiting: string[] = [];
    let frame = 0;
    const draw = () => {
      const texts = waiting;
      waiting = [];
      frame = 0;
      setShown((now) => ({ ...now, state: 'open', log: withMessages(now.log, texts, Date.now()) }));
    };
    const end = followStream(request, {
      onOpen: () => setShown((now) => ({ ...now, state: 'open' })),
      onMessage: (message) => {
        waiting.push(JSON.stringify(message, null, 2));
        if (frame === 0) frame = requestAnimationFrame(draw);
      },
      onEnd: (fault) => setShown((now) => ({ ...now, state: 'ended', fault })),
    });
    close.current = () => {
      cancelAnimationFrame(frame);
      end();
    };
  };
  return {
    ...shown,
    start,
    stop: () => {
      close.current();
      close.current = () => {};
      setShown((now) => (now.state === 'idle' ? now : { ...now, state: 'ended' }));
    },
  };
}
