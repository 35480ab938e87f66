// What happens at an estate without a duty that asks for it. Each is one step at one day; the record shows what came of it.
import type { LaunchedTerm } from '../../../domain/committee-term/state';
import { the } from '../election/client';
import type { ProcessView } from '../election/watch';
import type { Estate, Street } from './street';

export interface Incident {
  /** Days after the beginning of the rehearsal. */
  afterDays: number;
  /** What the rehearsal says of it. */
  says: string;
  happen(street: Street, estate: Estate): Promise<void>;
}

/** A member resigns and an alternate follows; then more resign than there are alternates for, until fewer than half are left. */
export const loseMembers = (afterDays: number): Incident => ({
  afterDays,
  says: '委员相继辞职，候补递补后仍不足半数',
  async happen(street, estate) {
    const term = async () => {
      const { state } = await street.officer.get<ProcessView>(`/v1/processes/${estate.watchId}`);
      return (state as unknown as LaunchedTerm).term;
    };
    const command = (body: object) =>
      street.officer.post(`/v1/committee-terms/${estate.watchId}/commands`, { command: body });
    const leave = async () => {
      const { memberId } = the((await term()).members.at(-1), 'member who could leave');
      await command({ type: 'recordMemberLeft', memberId, cause: 'resigned', reasonText: '本人书面辞职' });
    };
    await leave();
    const memberId = the((await term()).alternateIds[0], 'alternate');
    await command({ type: 'seatAlternate', memberId, reasonText: '按得票顺序递补' });
    const { seats } = await term();
    while (2 * (await term()).members.length >= seats) await leave();
  },
});
