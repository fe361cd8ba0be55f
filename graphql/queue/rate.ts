/** Rates: how many jobs may start in a span of time. */
import { rateBounds } from '#domain/bounds/rate.ts';
import { type RatePer, ratePers } from '#domain/rate/rate.ts';

const meanings: Record<RatePer, string> = {
  SECOND: 'Any second.',
  MINUTE: 'Any minute.',
  HOUR: 'Any hour.',
};

export const rateTypes = /* GraphQL */ `
  "The span of a rate."
  enum RatePer {
    ${ratePers.map((per) => `"${meanings[per]}"\n    ${per}`).join('\n    ')}
  }

  """
  How many jobs may start in a span of time: no span of this length, wherever it begins, sees more starts. Every attempt is
  a start, those after a failure too. They are counted in slices of a twentieth of the span and a slice counts until all
  of it has passed, so that up to a twentieth less may start, and never more.
  """
  type Rate {
    "So many starts."
    max: Int!
    "In so long."
    per: RatePer!
  }

  "How many jobs may start in a span of time, wherever it begins; every attempt is a start."
  input RateInput {
    "So many starts, 1 to ${rateBounds.maxMax.toLocaleString('en')}."
    max: Int!
    "In so long."
    per: RatePer!
  }
`;
