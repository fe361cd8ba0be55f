'use client';

import { useReading } from '#components/api/use-reading.ts';
import { FailureOwnersDocument } from '#components/generated/failures.ts';

/** Who may own a failure: the members of the tenant. */
export function useOwners(): readonly { id: string; name: string }[] {
  return useReading({ query: FailureOwnersDocument, variables: {} }).data?.members ?? none;
}

const none: readonly { id: string; name: string }[] = [];
