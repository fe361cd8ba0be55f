import type { Verdict } from '#components/api-explorer/request/verdict.ts';
import type { GlyphName } from '#components/state/state-look.ts';

/** How an answer looks, by what it amounts to. */
export const verdictLooks: Record<Verdict, { word: string; glyph: GlyphName; ink: string }> = {
  answered: { word: 'Answered', glyph: 'check', ink: 'text-success' },
  refused: { word: 'Refused', glyph: 'mark', ink: 'text-warning' },
  failed: { word: 'Errors', glyph: 'cross', ink: 'text-failed' },
};
