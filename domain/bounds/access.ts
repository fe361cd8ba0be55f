/** People, sign-ins and tokens. Each number has its reason beside it. */
export const accessBounds = {
  // A token that makes a token that makes a token: two steps are a pipeline, more than this hides its person.
  tokenLineageMax: 16,
  passwordLengthMin: 8,
  emailLengthMax: 254,
  slugLengthMax: 63,
  sessionMsMax: 7 * 24 * 3_600_000,
  sessionIdleMsMax: 8 * 3_600_000,
  // Typing errors are free; then the delay doubles from one second, and nobody waits for longer than minutes.
  signInFailuresFree: 3,
  // An office shares one address.
  signInFailuresPerAddressFree: 30,
  // Failures of one account from all addresses together: no person mistypes that often in an hour.
  signInFailuresOfSiege: 50,
  signInDelayMsMax: 5 * 60_000,
  // An hour without a failure forgives all before.
  signInMemoryMs: 3_600_000,
  // People belong to some tenants, not to thousands; the sign-in page lists them all.
  membershipsMax: 500,
} as const;
