/** What a job must hold while it runs: so much of a gate. The needs of a job are sorted by their gates. */
export type Need = { gate: string; amount: number };
