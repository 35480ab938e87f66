// What happens at an estate without a duty that asks for it. Each is one step at one day; the record shows what came of it.
import { randomUUID } from 'node:crypto';
import type { LaunchedTerm } from '../../../domain/committee-term/state';
import { the } from '../election/client';
import type { Estate, Street } from './street';
import { coreOf, policyOf, type Task } from './task';

export interface Incident {
  /** Days after the beginning of the rehearsal. */
  afterDays: number;
  /** What the rehearsal says of it. */
  says: string;
  happen(street: Street, estate: Estate): Promise<void>;
}

const termOf = async (street: Street, { watchId }: Estate) => (await coreOf<LaunchedTerm>(street, watchId)).term;

const onWatch = ({ officer }: Street, { watchId }: Estate, command: object) =>
  officer.post(`/v1/committee-terms/${watchId}/commands`, { command });

async function lastLeaves(street: Street, estate: Estate): Promise<void> {
  const { memberId } = the((await termOf(street, estate)).members.at(-1), 'member who could leave');
  const command = { type: 'recordMemberLeft', memberId, cause: 'resigned', reasonText: '本人书面辞职' };
  await onWatch(street, estate, command);
}

/** A member resigns and an alternate follows; then more resign than there are alternates for, until fewer than half are left. */
export const loseMembers = (afterDays: number): Incident => ({
  afterDays,
  says: '委员相继辞职，候补递补后仍不足半数',
  async happen(street, estate) {
    await lastLeaves(street, estate);
    const memberId = the((await termOf(street, estate)).alternateIds[0], 'alternate');
    await onWatch(street, estate, { type: 'seatAlternate', memberId, reasonText: '按得票顺序递补' });
    const { seats } = await termOf(street, estate);
    while (2 * (await termOf(street, estate)).members.length >= seats) await lastLeaves(street, estate);
  },
});

export const loseMember = (afterDays: number): Incident => ({ afterDays, says: '一名委员辞职', happen: lastLeaves });

/** The street has the vacant seats filled for the rest of the term. */
export const fillSeats = (afterDays: number): Incident => ({
  afterDays,
  says: '无候补可递补，街道组织补选',
  async happen(street, estate) {
    const { seats, members } = await termOf(street, estate);
    await street.officer.post(`/v1/estates/${estate.estateId}/elections`, {
      ...{ electionId: randomUUID(), variant: 'byElection', trigger: 'streetMotion', termEndsOn: null },
      ...{ seats: seats - members.length, ...policyOf(estate) },
    });
  },
});

/** The outgoing committee would bring the firm to a vote while its successor is being elected. */
export async function tryFirmVote({ estate }: Task): Promise<void> {
  await the(estate.chair, 'chair').session.refuses('estate-locked', `/v1/estates/${estate.estateId}/votes`, {
    ...{ voteId: randomUUID(), scope: { kind: 'estate', placeId: estate.estateId }, ...policyOf(estate) },
    agenda: [{ kind: 'yesNo', itemId: 'firm', matter: 4, titleText: '续聘物业服务企业' }],
  });
}
