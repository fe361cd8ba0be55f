/** Which of the limits on what runs holds a queue up first. */

type Limit = { max: number | null; now: number | null };

/** The one with the least room, full or not; of equal ones the later, which more share. Undefined where nothing limits. */
export function bindingLimit<One extends Limit>(limits: readonly One[]): One | undefined {
  let found: { one: One; room: number } | undefined;
  for (const one of limits) {
    if (one.max === null || one.now === null) continue;
    const room = Math.max(0, one.max - one.now);
    if (found === undefined || room <= found.room) found = { one, room };
  }
  return found?.one;
}
