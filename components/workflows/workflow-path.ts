/** Where a workflow is found in the console: by its name, which a person can read and remember. */

// Words of the console's own addresses, and names that look like an id, would lead elsewhere.
const plainName = /^(?!wfl_)(?!new$)[\p{L}\p{N}][\p{L}\p{N} _.-]*$/u;

/** The address of a workflow; by its id where its name cannot stand in one. */
export function workflowPath(workflow: { id: string; name: string }): string {
  const key = plainName.test(workflow.name) ? workflow.name : workflow.id;
  return `/workflows/${encodeURIComponent(key)}`;
}

/** What an address names. */
export function workflowKey(segment: string): { id: string } | { name: string } {
  return segment.startsWith('wfl_') ? { id: segment } : { name: segment };
}

/** All runs of a workflow. */
export function runsPath(workflow: { name: string }): string {
  const term = /^[\w.-]+$/.test(workflow.name) ? workflow.name : `"${workflow.name.replaceAll('"', '')}"`;
  return `/runs?q=${encodeURIComponent(`workflow:${term}`)}`;
}
