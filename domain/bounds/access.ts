/** People, sign-ins and tokens. Each number has its reason beside it. */
export const accessBounds = {
  // A token that makes a token that makes a token: two steps are a pipeline, more than this hides its person.
  tokenLineageMax: 16,
  passwordLengthMin: 8,
  // OWASP: a longer password only feeds the hash with work.
  passwordSizeBytesMax: 1_024,
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
  // Long enough for somebody on leave; a link in a mailbox opens nothing for ever.
  invitationMsDefault: 7 * 24 * 3_600_000,
  invitationMsMax: 30 * 24 * 3_600_000,
  // People who have not answered yet; a team invites some, not a crowd.
  invitationsOpenMax: 200,
  // Who forgot a password is waiting for the link.
  resetMsMax: 24 * 3_600_000,
  // Browsers of one person; with one more the longest unused one ends.
  sessionsPerUserMax: 50,
  // What a browser says of itself, beyond which it says nothing more.
  userAgentLengthMax: 300,
  // Tokens of one person that end with their membership.
  tokensPerMemberMax: 1_000,
} as const;
