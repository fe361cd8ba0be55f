/** How a request of the console travels: what every answer passes on its way to the page. */
import { type CombinedError, type Exchange, fetchExchange, mapExchange } from 'urql';
import { tellOfAct } from './acts.ts';

/**
 * Nothing that came back is kept beyond the screen that shows it: events do not reach a cache, so it would only tell
 * what was once so, and one that never forgets grows for as long as the tab is open.
 */
export function exchanges(onError: (error: CombinedError) => void): Exchange[] {
  const onResult = ({ operation }: { operation: { kind: string } }) => {
    if (operation.kind === 'mutation') tellOfAct();
  };
  return [mapExchange({ onError, onResult }), fetchExchange];
}
