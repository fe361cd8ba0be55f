/** Asking a console process as an integrator does: HTTP with a bearer token. */

/** Sends one operation and gives its data; any error ends the bench. */
export async function ask<Data>(
  { url, token }: { url: string; token: string },
  query: string,
  variables: object = {},
): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { data, errors }: { data?: Data; errors?: { message: string }[] } = JSON.parse(text);
  if (errors !== undefined || data === undefined || data === null)
    throw new Error(`GraphQL answered ${response.status}: ${text.slice(0, 500)}`);
  return data;
}
