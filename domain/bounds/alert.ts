/** Service levels, and who is told of what. Each number has its reason beside it. */
const minuteMs = 60_000;

export const notificationBounds = {
  // A team has some addresses and a pager; a list this long is still read whole.
  channelsMax: 50,
  rulesMax: 100,
  channelsPerRuleMax: 10,
  // More people than this are a mailing list, which has an address of its own.
  recipientsMax: 20,
  emailLengthMax: 254,
  urlLengthMax: 2_048,
  // Below a minute a group is a flood; above a day nobody remembers that it goes on.
  windowMsMin: minuteMs,
  windowMsMax: 24 * 60 * minuteMs,
  windowMsDefault: 15 * minuteMs,
  // How long something may have lasted before it is told: the watch looks every few seconds.
  lastsMsMin: minuteMs,
  lastsMsMax: 7 * 24 * 60 * minuteMs,
  queueOldMsDefault: 15 * minuteMs,
  noWorkerMsDefault: 5 * minuteMs,
  // Failures in a row: each is looked up by itself.
  timesMax: 50,
  timesDefault: 3,
  // What has no end of its own is over when it has not happened for this long, or for a whole window.
  idleMsMin: 10 * minuteMs,
  subjectLengthMax: 200,
  textLengthMax: 8_000,
  // Lines of a summary; the rest is counted.
  summaryLinesMax: 50,
  // What a receiver said that is worth keeping.
  answerLengthMax: 500,
  // An earlier secret signs beside the new one for as long as a receiver may take to learn the new one.
  secretOverlapMs: 24 * 60 * minuteMs,
  // How long a log of what was sent is of use; as long as quarterly reviews reach back.
  deliveriesKeptMs: 92 * 24 * 60 * minuteMs,
} as const;

export const slaBounds = {
  // Jobs whose service level is judged in one transaction, and open alerts looked at again in it.
  breachesPerPassMax: 1_000,
} as const;
