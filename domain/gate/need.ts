/**
 * What a job must hold while it runs: so much of a gate. The needs of a job are sorted by their gates. A mutex or a key says
 * what it is called, so that whoever finds it gone can make it again.
 */
export type Need = { gate: string; amount: number; kind?: 'MUTEX' | 'KEY'; key?: string; owner?: string };
