'use client';

import dynamic from 'next/dynamic';
import { useEffect } from 'react';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useIsSettled } from '#components/ui/use-is-settled.ts';

// What a run is first looked at for is its graph; the rest must not stand in its way.
const parts = {
  timeline: async () => (await import('#components/timeline/run-timeline.tsx')).RunTimeline,
  steps: async () => (await import('#components/nouns/run/steps/steps-table.tsx')).StepsTable,
  variables: async () => (await import('./run-variables-view.tsx')).RunVariables,
  log: async () => (await import('#components/nouns/job/log/run-log-view.tsx')).RunLog,
  events: async () => (await import('./events-view.tsx')).RunEvents,
  panel: async () => (await import('#components/nouns/run/steps/step-panel.tsx')).StepPanel,
  tools: async () => (await import('#components/nouns/run/analysis/picture-tools.tsx')).PictureTools,
  timeBar: async () => (await import('#components/nouns/run/past/time-bar.tsx')).TimeBar,
  aside: async () => (await import('#components/nouns/run/past/run-aside.tsx')).RunAside,
  dialog: async () => (await import('#components/ui/overlay/confirm-dialog.tsx')).ConfirmDialog,
};
const loading = () => <Skeleton rows={12} />;

export const RunTimeline = dynamic(parts.timeline, { ssr: false, loading });
export const StepsTable = dynamic(parts.steps, { ssr: false, loading });
export const RunVariables = dynamic(parts.variables, { ssr: false, loading });
export const RunLog = dynamic(parts.log, { ssr: false, loading });
export const RunEvents = dynamic(parts.events, { ssr: false, loading });
export const PictureTools = dynamic(parts.tools, { ssr: false });
export const TimeBar = dynamic(parts.timeBar, { ssr: false });
export const RunAside = dynamic(parts.aside, { ssr: false });
export const StepPanel = dynamic(parts.panel, { ssr: false });

/** Fetches what is not looked at yet once the page has come to rest, so that a tab is there when it is pressed; true from then on. */
export function useLateViews(): boolean {
  const isSettled = useIsSettled();
  useEffect(() => {
    // One that cannot be fetched now is fetched when it is shown.
    if (isSettled) void Promise.allSettled(Object.values(parts).map((fetchPart) => fetchPart()));
  }, [isSettled]);
  return isSettled;
}
