// A process and those that it has launched: what they must hear when it stands still, goes on, or ends. Pure; texts that nobody wrote
// stand as `label:<code>` until the relay hands the command on.
import type { MachineryEvent, Telling } from './process';

const BY_KEY = 'child:';

/** Addresses a child by the key of its launch: whoever launched it may not know yet that it is there. */
export const byChildKey = (childKey: string): string => `${BY_KEY}${childKey}`;

/** The key in such an address; undefined: it is the address of something else. */
export const childKeyIn = (to: string): string | undefined =>
  to.startsWith(BY_KEY) ? to.slice(BY_KEY.length) : undefined;

/** The same command to each of these children. */
export const tellsEach = (children: readonly string[], command: Telling['command']): Telling[] =>
  children.map((to) => ({ to, command }));

/** Children that share every standstill of their parent hear of it: its beginning, with reason and limit, and its end. */
export function tellsStandstill(children: readonly string[], event: { type: string } | MachineryEvent): Telling[] {
  if (event.type === 'resumed') return tellsEach(children, { type: 'resume' });
  if (event.type !== 'suspended') return [];
  const { reasonText, basisText, days } = event as Extract<MachineryEvent, { type: 'suspended' }>;
  return tellsEach(children, { type: 'suspend', reasonText, basisText, days });
}
