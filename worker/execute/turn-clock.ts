/**
 * A steady clock for what is stamped by the hundred: it is read once in a turn of the event loop and after every few
 * stamps, because reading it costs more than a line of a log. No handler holds a turn for longer than a blink.
 */
const stampsPerReading = 16;

export class TurnClock {
  #nowMs = 0;
  #left = 0;
  #isToEnd = false;

  nowMs(): number {
    if (this.#left === 0) this.#read();
    this.#left -= 1;
    return this.#nowMs;
  }

  #read(): void {
    this.#nowMs = performance.now();
    this.#left = stampsPerReading;
    if (this.#isToEnd) return;
    this.#isToEnd = true;
    setImmediate(() => {
      this.#left = 0;
      this.#isToEnd = false;
    });
  }
}
