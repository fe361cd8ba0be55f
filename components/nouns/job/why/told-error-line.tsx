import { rootErrorOf } from './root-error.ts';
import { RootErrorLine } from './root-error-line.tsx';

/** An error as the API tells it, as the large line at a head. */
export function ToldErrorLine({ error }: { error: { type: string; message: string } }) {
  return <RootErrorLine error={rootErrorOf(error)} />;
}
