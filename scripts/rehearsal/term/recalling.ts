// Owners demand that two members are recalled, the street checks and launches it, one of the two answers and the other stays silent.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { petitionOperations } from '../../../api/contracts/petitions';
import { the } from '../election/client';
import type { Incident } from './incidents';
import type { Estate, Person } from './street';
import { days, give, ownerOf, policyOf, subjectOf, type Doing } from './task';

type PetitionDetail = z.output<(typeof petitionOperations)['getPetition']['response']>;

/** Members beside the chair. The first one answers, the second does not. */
const reproached = ({ owners }: Estate): Person[] => owners.slice(1, 3);
/** Who signs on paper, and who on the screen: a fifth of the owners and more. */
const signers = ({ owners }: Estate) => ({ onPaper: the(owners[3], 'neighbour'), onScreen: owners.slice(4, 7) });

export const RECALL_DUTIES: Record<string, Doing> = {
  verifyPetition: {
    afterDays: days(2),
    act: (task) =>
      give(task, task.street.officer, { type: 'verifyPetition', decision: 'confirmed', reasonText: '签名经核对属实' }),
  },
  launchRecall: {
    afterDays: days(3),
    act: ({ street, estate, duty }) =>
      street.officer.post(`/v1/estates/${estate.estateId}/recalls`, {
        ...{ recallId: randomUUID(), proposedBy: 'petition', petitionId: subjectOf(duty) },
        ...{ memberIds: reproached(estate).map(({ ownerId }) => ownerId), ...policyOf(estate) },
        ...{ groundCodes: ['neglect', 'selfDealing'], groundText: '长期不履职，并利用职务谋取私利' },
      }),
  },
  giveDefence: {
    afterDays: ({ estate, duty }) => (reproached(estate)[0]?.ownerId === subjectOf(duty) ? 2 : undefined),
    act: (task) => {
      const memberId = subjectOf(task.duty);
      const { session } = ownerOf(task.estate, memberId);
      return give(task, session, { type: 'giveDefence', memberId, defenceText: '本人因病请假，未谋取私利' });
    },
  },
};

export function demandRecall(afterDays: number): Incident[] {
  const petitionId = randomUUID();
  const at = `/v1/petitions/${petitionId}`;
  const rightsOf = async ({ session }: Person) => {
    const { myRights } = await session.get<PetitionDetail>(at);
    return myRights.filter(({ as }) => as === 'voter').map(({ rightNo }) => rightNo);
  };
  return [
    {
      afterDays,
      says: '业主发起联名，要求罢免两名委员',
      async happen(_street, estate) {
        const { session } = the(signers(estate).onScreen[0], 'owner who begins a petition');
        await session.post(`/v1/estates/${estate.estateId}/petitions`, {
          ...{ petitionId, purpose: 'recallMembers', requestText: '请求罢免两名委员', ...policyOf(estate) },
          memberIds: reproached(estate).map(({ ownerId }) => ownerId),
        });
      },
    },
    {
      afterDays: afterDays + 3,
      says: '业主联名签字，一人签在纸上',
      async happen(_street, estate) {
        const { onPaper, onScreen } = signers(estate);
        const [rightNo] = await rightsOf(onPaper);
        const line = { pageNo: 1, lineNo: 1, collectorName: '楼组长' };
        await estate.secretary.session.post(`${at}/paper-signatures`, { signatureId: randomUUID(), rightNo, ...line });
        for (const owner of onScreen)
          for (const own of await rightsOf(owner))
            await owner.session.post(`${at}/signatures`, { signatureId: randomUUID(), rightNo: own });
      },
    },
  ];
}
