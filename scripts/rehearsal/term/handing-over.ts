// Who brings seals, books and money, who does not, and what the street then does. The committee's role passes to the new chair when the new
// committee takes over, whatever the old one brings.
import type { LaunchedElection } from '../../../domain/election/state';
import type { LaunchedHandover, SidePeople } from '../../../domain/handover/state';
import { the, together, type Session } from '../election/client';
import { appoint, type Estate, type Street } from './street';
import { AT_ONCE_IN_A_PROCESS, coreOf, days, give, ownerOf, type Doing, type Task } from './task';

export const HANDOVER_DUTIES: Record<string, Doing> = {
  handOver: { afterDays: ({ estate }) => (estate.plan.handsOver ? 2 : undefined), act: handOver },
  urge: {
    afterDays: days(1),
    act: (task) => give(task, task.street.officer, { type: 'urge', letterText: '限七日内移交印章、账册、款项' }),
  },
  requestAssistance: {
    afterDays: days(1),
    act: (task) =>
      give(task, task.street.officer, { type: 'requestAssistance', body: 'police', reasonText: '书面催告后仍不移交' }),
  },
  recordAssistance: {
    afterDays: days(5),
    async act(task) {
      const { parentId } = await coreOf<LaunchedHandover>(task.street, task.duty.processId);
      await give(task, task.street.officer, {
        type: 'recordAssistance',
        hasCome: false,
        resultText: '民警到场，拒不交出',
      });
      await passToNewChair(task, the(parentId, 'election of the handover'));
    },
  },
};

/** Item by item, with the secretary as the witness who keeps the list. */
async function handOver(task: Task): Promise<void> {
  const { street, estate, duty } = task;
  const { items, sides, occasion, parentId } = await coreOf<LaunchedHandover>(street, duty.processId);
  const witness = estate.secretary.session;
  await together(items, AT_ONCE_IN_A_PROCESS, ({ item }) =>
    give(task, witness, { type: 'recordItem', item, status: 'provided' }),
  );
  await give(task, sessionOf(sides.from, task), { type: 'sign', side: 'from' });
  if (occasion === 'takeover') await passToNewChair(task, the(parentId, 'election of the handover'));
  await give(task, sessionOf(sides.to, task), { type: 'sign', side: 'to' });
  await give(task, witness, { type: 'sign', side: 'witness' });
}

function sessionOf({ roles }: SidePeople, { street, estate }: Task): Session {
  if (roles.includes('committeeMember')) return the(estate.chair, 'chair').session;
  return roles.includes('departmentOfficer') ? street.housingOffice : street.officer;
}

const passToNewChair = async ({ street, estate }: Task, electionId: string): Promise<void> =>
  seatChair(street, estate, await coreOf<LaunchedElection>(street, electionId));

/** The elected chair gets the committee's role; whoever had it, has it no longer. */
export async function seatChair(
  street: Street,
  estate: Estate,
  { candidates, offices }: LaunchedElection,
): Promise<void> {
  const elected = candidates.find(({ candidateId }) => candidateId === offices?.chairId);
  const next = ownerOf(estate, elected?.ownerId);
  const grantId = await appoint(street.officer, estate.estateId, next);
  const { chair } = estate;
  if (chair) {
    const before = `/v1/places/${estate.estateId}/accounts/${chair.accountId}/grants/${chair.grantId}`;
    await street.officer.post(`${before}/end`);
  }
  estate.chair = { ...next, grantId };
}
