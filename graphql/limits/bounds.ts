/** How much one GraphQL request may ask for. Each number has its reason beside it. */
export const limits = {
  // The largest document of the console has some 700; introspection has 350.
  tokensMax: 2_000,
  // Introspection as every tool asks it is 14 selections deep below the root; nothing else comes near.
  depthMax: 14,
  // Selections and arguments together; a JSON value that is deeper belongs in a variable.
  nestingMax: 48,
  // The same field more often than this in one selection is a brute force, or a quadratic overlap check.
  repeatsMax: 15,
  rootFieldsMax: 20,
  // A mutation is one decision; ten in a row is a script, and it can send ten requests.
  rootMutationsMax: 10,
  // Fields after every fragment is spread out; introspection has 200.
  fieldsMax: 1_000,
  directivesMax: 50,
  // Values that may be resolved when every list is as long as it can be. The dearest question of the console, a run of
  // 5,000 steps with its graph, costs 125,000; that is half a second of one core, in turns with other requests.
  costMax: 150_000,
  // What an answer may hold: the largest definition as text and as JSON. It is sent in one piece.
  answerSizeBytesMax: 10 * 1024 * 1024,
  // Errors of a request that was not executed; nothing else is read a second time.
  errorBodyLengthMax: 256 * 1024,
  // Nobody reads more than the first of a thousand equal errors.
  answerErrorsMax: 20,
  // Items of one list that are resolved before other requests get their turn: some 10 ms.
  itemsPerTurn: 250,
  // A definition of 4 MiB with its escapes, or 1,000 jobs of 6 kB; a token pays for it.
  bodySizeBytesMax: 6 * 1024 * 1024,
  // 1,000 jobs with a hundred values each: some 30 ms to read. Larger ones would hold up everybody else.
  bodyValuesMax: 150_000,
  // A JSON value may be 64 deep; the rest is what stands around it.
  bodyDepthMax: 128,
  // What is read and dropped of a body that is too large, so that its sender hears why.
  bodyDroppedSizeBytesMax: 32 * 1024 * 1024,
  // A body larger than this is read in a turn of its own.
  bodyOfOneTurnSizeBytes: 64 * 1024,
  // Entries of all lists in the variables, five times what any command takes: some 20 ms to read.
  entriesMax: 5_000,
  // A hundred times the console's largest; comments and blanks are text, too.
  documentLengthMax: 128 * 1024,
  strangerBodySizeBytesMax: 256 * 1024,
  // A client that sends slower than this holds a socket for nothing.
  bodyMsMax: 20_000,
  // Documents that passed, kept to skip reading them again.
  documentsKeptMax: 1_000,
  socketMessageBytesMax: 64 * 1024,
  operationsPerSocketMax: 100,
  connectionInitMsMax: 3_000,
  // A socket that has not said who it is yet costs some kilobytes; connectionInitMsMax later it is gone.
  socketsGreetingMax: 1_000,
  // A tab holds one. Somebody with fifty tabs, or a program with fifty followers, can share them.
  socketsPerCallerMax: 50,
  // An office of people with some tabs each; ten tenants of this size are what one process serves well.
  socketsPerTenantMax: 500,
  // With identityMemoMs of engine/access/identify.ts, a right that was taken away ends what follows from it within five seconds.
  socketRecheckMs: 2_500,
  // Some proxies close a silent socket after 15 s.
  pingMs: 12_000,
  // Events that wait for a slow reader: some 5 MB, shared with all others that wait for the same.
  eventsWaitingMax: 20_000,
  // What a quiet subscriber replays after a lost connection at most; a thousand of them get a hundred messages a second.
  markMs: 10_000,
  // Four beats a second are more than anybody reads; a subscriber that wants more wants the events themselves.
  pulseEveryMsMin: 250,
  // What moves less often than this is better asked for.
  pulseEveryMsMax: 60_000,
  // A reader with a full queue has this long to read it. A phone in a tunnel comes back with its cursor.
  readerPatienceMs: 15_000,
} as const;
