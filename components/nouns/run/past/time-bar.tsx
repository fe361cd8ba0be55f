'use client';

import './time-bar.css';
import { CircleAlert, Pause, Play, Radio, SkipBack, SkipForward } from 'lucide-react';
import { type KeyboardEvent, useEffect, useEffectEvent } from 'react';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { sayEvent } from '#components/kit/words/say-event.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { Moment } from '#components/time/moment.tsx';
import { useZone } from '#components/time/zone-context.tsx';
import { sayClock } from '#components/timeline/bar-words.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import type { Shown } from './past-run.ts';
import { type Past, usePast } from './use-past.ts';
import { type Playing, playSpeeds, usePlay } from './use-play.ts';

type Parts = { run: RunDetails; onShow: (past: Shown) => void };

/** Goes back in the time of a run, event by event: what is shown is as it was then, and stays so. */
export function TimeBar({ run, onShow }: Parts) {
  const past = usePast(run);
  const play = usePlay(past);
  const { past: shown, fault, reload, isTold } = past;
  const isUntold = shown === undefined && fault !== undefined;
  const show = useEffectEvent((one: Shown) => onShow(one));
  useEffect(() => {
    if (shown !== undefined) show(shown);
    else if (isUntold) show('UNTOLD');
  }, [shown, isUntold]);
  useEffect(() => () => show(undefined), []);
  // Where another stretch could not be read, there is a way back to the last one.
  const hasTrack = isTold || fault === undefined;
  return (
    <section aria-label="Time of the run" className="panel border-warning">
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
        {hasTrack && (
          <>
            <Buttons past={past} play={play} />
            <Track past={past} onTouch={play.stop} />
          </>
        )}
        <Button isSmall Icon={Radio} onClick={past.leave}>
          Now
        </Button>
      </div>
      {hasTrack && <AsOfLine run={run} past={past} />}
    </section>
  );
}

function Buttons({ past: { seq, lastSeq, failures, goTo }, play }: { past: Past; play: Playing }) {
  const next = failures.find((one) => one.seq > seq) ?? failures[0];
  const jump = (place: number) => {
    play.stop();
    goTo(place);
  };
  return (
    <span className="flex items-center gap-1">
      <IconButton isSmall label="To the beginning" Icon={SkipBack} disabled={seq === 0} onClick={() => jump(0)} />
      <IconButton
        isSmall
        label={play.isOn ? 'Pause' : 'Play'}
        Icon={play.isOn ? Pause : Play}
        disabled={lastSeq === 0}
        onClick={play.toggle}
      />
      <IconButton
        isSmall
        label="To the end"
        Icon={SkipForward}
        disabled={seq === lastSeq}
        onClick={() => jump(lastSeq)}
      />
      <Segmented
        label="Events a second"
        value={play.speed}
        options={playSpeeds.map((speed) => ({ value: speed, word: `${speed}/s` }))}
        onChange={play.setSpeed}
      />
      {next !== undefined && (
        <IconButton isSmall label="To the next failure" Icon={CircleAlert} onClick={() => jump(next.seq)} />
      )}
    </span>
  );
}

// What a page of the slider is, in events.
const pageSteps = 10;

function Track({ past: { seq, lastSeq, failures, goTo }, onTouch }: { past: Past; onTouch: () => void }) {
  const shareOf = (place: number) => (lastSeq === 0 ? 0 : place / lastSeq);
  // The thumb keeps inside of its track, and so do the marks.
  const leftOf = (place: number) => `calc(${100 * shareOf(place)}% + ${8 - 16 * shareOf(place)}px)`;
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { PageUp: pageSteps, PageDown: -pageSteps }[event.key];
    onTouch();
    if (by === undefined) return;
    event.preventDefault();
    goTo(seq + by);
  };
  return (
    <span className="time-track">
      <span aria-hidden className="time-rail" />
      <span aria-hidden className="time-rail time-rail-past" style={{ width: leftOf(seq) }} />
      {failures.map((one) => (
        <span key={one.seq} aria-hidden className="time-mark" style={{ left: leftOf(one.seq) }} />
      ))}
      <input
        type="range"
        aria-label="Event"
        aria-valuetext={`event ${seq} of ${lastSeq}`}
        min={0}
        max={lastSeq}
        value={seq}
        onChange={(event) => {
          onTouch();
          goTo(event.target.valueAsNumber);
        }}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}

function AsOfLine({ run, past: { past, seq, lastSeq, event } }: { run: RunDetails; past: Past }) {
  const { timeZone } = useZone();
  const at = past?.at ?? run.startedAt;
  const maxAttempts = past?.run.steps.find(({ stepKey }) => stepKey === event?.stepKey)?.job?.maxAttempts;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-0.5 border-t border-line px-3 py-1 text-small">
      <span className="font-semibold text-warning">As of {sayClock(Date.parse(at), timeZone)}</span>
      <span className="text-quiet">
        <Moment at={at} style="both" />
      </span>
      <span className="figures text-quiet">
        event {seq.toLocaleString('en')} of {lastSeq.toLocaleString('en')}
      </span>
      {event !== undefined && (
        <span aria-live="polite" className="min-w-0 truncate">
          {event.stepKey !== null && <span className="font-medium">{event.stepKey}: </span>}
          {sayEvent(event, { maxAttempts })}
        </span>
      )}
      <span className="ml-auto text-quiet">Graph, timeline and steps show this moment; all else is as it is now.</span>
    </p>
  );
}
