/** Mutexes, pools and caps by key. Each number has its reason beside it. */
export const gateBounds = {
  // More would be a schedule of its own; each costs a look at every claim.
  mutexesMax: 5,
  poolsPerTaskMax: 5,
  templateLengthMax: 500,
  // A key stands in lists and in sentences.
  keySizeBytesMax: 200,
  capacityMax: 1_000_000,
  concurrencyMax: 100_000,
  // A list of them is shown as a whole.
  poolsMax: 1_000,
  // Waiting jobs that one look puts back in line at a gate; the next look follows at once.
  wakesPerGateMax: 100,
  // Behind so many that need more than there is, one that needs less is still found.
  thoroughLookMax: 1_000,
  // Waiting jobs that are looked at for one that could ever fit.
  waitingLookedAtMax: 100,
  // Counting who waits goes no further: a page would wait for it.
  waitingCountMax: 10_000,
  // Holders and waiters that are shown with a gate; the rest is counted.
  partsMax: 50,
  // Gates that one pass of the sweep looks at.
  gatesPerSweepMax: 500,
  // Contention is told over so many minutes, the one that runs among them.
  contentionMinutes: 5,
  // What a gate's page draws.
  contentionMinutesShown: 60,
  // An alert begins above this share ...
  contentionRaisedAbove: 0.7,
  // ... and ends below this one, so that it does not come and go.
  contentionOverBelow: 0.5,
  // Of fewer that came a share says nothing.
  contentionComersMin: 20,
  // Gates that one pass of the watch judges, and alerts that it looks at again.
  contentionPerPassMax: 1_000,
  // Minutes of gates that are older than what is drawn go, so many in one statement.
  minutesPerPassMax: 5_000,
  // Mutexes and keys that nobody uses are looked for among so many gates at a time.
  idleGatesPerPassMax: 1_000,
} as const;
