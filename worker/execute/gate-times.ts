/** When rates have room again at whose gates jobs wait: nobody else tells of it, since nothing ends then. */
import type { GateOf } from '#engine/gate/wake-gates.ts';

// Of more than these the sweep of gates thinks, every few seconds.
const gatesMax = 1_000;

// The database's clock is not ours: who comes a moment too early would find the gate full, and nobody would come again.
const lateMs = 3;

export class GateTimes {
  readonly #gates = new Map<string, { gate: GateOf; atMs: number }>();

  /** Somebody waits at the gate for this instant. Of several the latest that was told counts: it knows of later starts. */
  expect(gate: GateOf, atMs: number): void {
    if (!this.#gates.has(gate.gateId) && this.#gates.size >= gatesMax) return;
    this.#gates.set(gate.gateId, { gate, atMs: atMs + lateMs });
  }

  /** Those whose instant has come; they are told once. */
  takeDue(nowMs: number): GateOf[] {
    const due: GateOf[] = [];
    for (const [id, { gate, atMs }] of this.#gates) {
      if (atMs > nowMs) continue;
      this.#gates.delete(id);
      due.push(gate);
    }
    return due;
  }

  /** The first instant; infinity when none is expected. */
  nextAtMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { atMs } of this.#gates.values()) nextMs = Math.min(nextMs, atMs);
    return nextMs;
  }
}
