'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Fault } from '#components/api/fault.ts';
import { useReading } from '#components/api/use-reading.ts';
import { ViewerDocument, type ViewerQuery } from '#components/generated/viewer.ts';
import type { Permission } from '#domain/access/permissions.ts';

type Viewer = ViewerQuery['viewer'];
type ViewerState = { viewer: Viewer | undefined; fault: Fault | undefined; reload: () => void };

const ViewerContext = createContext<ViewerState>({ viewer: undefined, fault: undefined, reload: () => {} });

/** Tells everything below who is signed in. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const { data, fault, reload } = useReading({ query: ViewerDocument, variables: {} });
  return <ViewerContext value={{ viewer: data?.viewer, fault, reload }}>{children}</ViewerContext>;
}

/** Who is signed in; undefined until it is known. */
export function useViewer(): ViewerState {
  return use(ViewerContext);
}

/** Whether the viewer may do something here. The API decides again when it is done. */
export function useMay(permission: Permission): boolean {
  return useViewer().viewer?.permissions.includes(permission) ?? false;
}
