// Fixtures of the operations of disclosure and common revenue (operation-fixtures.ts has all others).
import { randomUUID } from 'node:crypto';
import type { disclosureOperations } from '../../api/contracts/disclosure';
import { disclosureOnRecord } from '../disclosure/on-record';
import type { World } from './api-world';
import type { Fixture } from './operation-fixtures';

/** Estate e1 has published a statement, and has a spending that somebody proposed. */
export async function disclosureFixtures(world: World): Promise<Record<keyof typeof disclosureOperations, Fixture>> {
  const { city } = world;
  const { id, draft, publish } = await disclosureOnRecord(world, city.e1);
  const sha256 = await draft();
  await publish(sha256);
  const member = await world.person([{ role: 'committeeMember', at: city.e1 }]);
  const ofE1 = { estateId: city.e1.id };
  const commandId = () => randomUUID();
  const spending = () => ({
    ...{ commandId: commandId(), spendingId: randomUUID(), fund: 'commonIncome', purpose: 'repair', amountFen: 100 },
    ...{ payeeText: '五金店', reasonText: '换灯' },
  });
  const proposed = spending();
  await world.as(member).post(`/v1/estates/${city.e1.id}/common-spending`, proposed).expect(201);
  const ofSpending = { ...ofE1, spendingId: proposed.spendingId };
  const today = async () => (await world.deps.time.now()).toISOString().slice(0, 10);

  return {
    launchDisclosure: {
      at: city.e1,
      prepare: () => ({ params: ofE1, body: { commandId: commandId(), disclosureId: randomUUID() } }),
      refusedWith: ['already-running'],
    },
    commandDisclosure: {
      at: city.e1,
      prepare: () => ({
        params: { processId: id },
        body: { commandId: commandId(), command: { type: 'draftStatement', no: 1 } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
    },
    getDisclosureStatement: { at: city.e1, prepare: () => ({ params: { processId: id, sha256 } }) },
    recordCommonIncome: {
      at: city.e1,
      prepare: async () => ({
        params: ofE1,
        body: {
          ...{ commandId: commandId(), incomeId: randomUUID(), category: 'parking', amountFen: 100 },
          ...{ happenedOn: await today(), noteText: '临停' },
        },
      }),
    },
    proposeCommonSpending: { at: city.e1, prepare: () => ({ params: ofE1, body: spending() }) },
    approveCommonSpending: {
      at: city.e1,
      prepare: () => ({ params: ofSpending, body: { commandId: commandId() } }),
    },
    payCommonSpending: {
      at: city.e1,
      prepare: async () => ({ params: ofSpending, body: { commandId: commandId(), happenedOn: await today() } }),
      refusedWith: ['common-spending-unapproved', 'common-spending-paid', 'not-enough-held'],
    },
    getCommonRevenue: { at: city.e1, prepare: () => ({ params: ofE1 }) },
    publicEstate: { prepare: () => ({ params: ofE1 }) },
  };
}
