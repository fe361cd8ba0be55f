/** How soon so many slots could finish a recorded workflow if nothing but its steps took time. */

/** A step and the ids of those that it waits for. */
export type Timed = { id: string; sleepMs: number; parents: ReadonlySet<string> };

/**
 * The end of the last step when each starts as soon as its parents have ended and one of the slots is free, the one
 * that has waited longest first. Undefined when the steps wait for one another in a circle.
 */
export function makespanMs(steps: readonly Timed[], slots: number): number | undefined {
  const children = Map.groupBy(
    steps.flatMap(({ id, parents }) => [...parents].map((parent) => ({ parent, id }))),
    ({ parent }) => parent,
  );
  const waitsFor = new Map(steps.map(({ id, parents }) => [id, parents.size]));
  const sleeps = new Map(steps.map(({ id, sleepMs }) => [id, sleepMs]));
  const ready = steps.filter(({ parents }) => parents.size === 0).map(({ id }) => id);
  const running: { id: string; endMs: number }[] = [];
  let nowMs = 0;
  let started = 0;
  while (started < ready.length || running.length > 0) {
    while (running.length < slots && started < ready.length) {
      const id = ready[started] ?? '';
      started += 1;
      running.push({ id, endMs: nowMs + (sleeps.get(id) ?? 0) });
      running.sort((one, other) => one.endMs - other.endMs);
    }
    const ended = running.shift();
    nowMs = ended?.endMs ?? nowMs;
    for (const { id } of children.get(ended?.id ?? '') ?? []) {
      const open = (waitsFor.get(id) ?? 0) - 1;
      waitsFor.set(id, open);
      if (open === 0) ready.push(id);
    }
  }
  return started === steps.length ? nowMs : undefined;
}
