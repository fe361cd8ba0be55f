/** The same request for a terminal. */
import { tenantHeader } from '#components/api/tenant-header.ts';

type Request = {
  url: string;
  tenant: string | undefined;
  query: string;
  variables: object;
  operationName?: string | undefined;
};

/** A command for any POSIX shell. The token is not ours to write down: it comes from the environment. */
export function curlOf({ url, tenant, query, variables, operationName }: Request): string {
  const body = {
    query: query.trim(),
    ...(Object.keys(variables).length === 0 ? {} : { variables }),
    ...(operationName === undefined ? {} : { operationName }),
  };
  const lines = [
    `curl -sS ${quoted(url)}`,
    '-H "authorization: Bearer $TASKFLOW_TOKEN"',
    ...(tenant === undefined ? [] : [`-H ${quoted(`${tenantHeader}: ${tenant}`)}`]),
    "-H 'content-type: application/json'",
    `--data-binary ${quoted(JSON.stringify(body))}`,
  ];
  return lines.join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
