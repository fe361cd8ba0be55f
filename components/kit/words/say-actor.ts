/** Who did something, short enough for a table: `system:planner` stays, an id keeps its last letters. */
export function sayActor(actor: string): string {
  const [kind = '', id = ''] = actor.split(/:(.*)/s);
  return id.length > 20 ? `${kind} …${id.slice(-6)}` : actor;
}
