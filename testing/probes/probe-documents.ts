/** The documents of probes, as far as they are alike. */

export const probeErrors = 'userErrors { code path }';

/** A call that is told the same input in one argument. */
export function mutation(
  name: string,
  selection: string,
  type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`,
): string {
  return `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} ${probeErrors} } }`;
}
