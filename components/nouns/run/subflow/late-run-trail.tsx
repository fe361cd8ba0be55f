'use client';

import dynamic from 'next/dynamic';

// Its line is there from the start: what stands below it keeps its place.
const loading = () => <div className="min-h-10 border-b border-line" />;

/** `RunTrail`, of use only to a run that a step of another one started. */
export const LateRunTrail = dynamic(() => import('./run-trail.tsx').then((module) => module.RunTrail), {
  ssr: false,
  loading,
});
