// Fixtures of the operations of pledging (operation-fixtures.ts has all others).
import { randomUUID } from 'node:crypto';
import type { pledgeOperations } from '../../api/contracts/pledges';
import { aPhoto } from '../attachments/files';
import { aPledgingProject } from './a-pledging';
import type { World } from './api-world';
import type { Fixture, Prepared } from './operation-fixtures';

/** A project at estate e1 whose second household has pledged on paper. */
export async function pledgeFixtures(world: World): Promise<Record<keyof typeof pledgeOperations, Fixture>> {
  const { city } = world;
  const processId = await aPledgingProject(world, city.e1);
  const officer = await world.person([{ role: 'streetOfficer', at: city.s1 }]);
  const { body: photo } = await world
    .as(officer)
    .post(`/v1/attachments?commandId=${randomUUID()}&kind=photo`)
    .set('Content-Type', 'application/octet-stream')
    .send((await aPhoto()) as unknown as object)
    .expect(201);
  const paper = () => ({
    ...{ commandId: randomUUID(), pledgeId: randomUUID(), rightNo: 2, amountFen: 5_000, pageNo: 1, lineNo: 2 },
    ...{ collectorName: '收集人', sheetSha256: (photo as { sha256: string }).sha256 },
  });
  const onPaper = paper();
  await world.as(officer).post(`/v1/cofundings/${processId}/paper-pledges`, onPaper).expect(201);
  const at = (prepare: () => Prepared = () => ({}), refusedWith: Fixture['refusedWith'] = []): Fixture => ({
    at: city.e1,
    prepare: () => {
      const { params, ...more } = prepare();
      return { ...more, params: { processId, ...params } };
    },
    refusedWith,
  });
  const commandId = () => ({ commandId: randomUUID() });
  const params = { pledgeId: onPaper.pledgeId };
  return {
    getPledging: at(),
    listShares: at(),
    listPledgeVisits: at(),
    pledge: at(
      () => ({ body: { ...commandId(), pledgeId: randomUUID(), rightNo: 1, amountFen: 5_001 } }),
      ['not-your-right', 'right-already-pledged'],
    ),
    recordPaperPledge: at(() => ({ body: paper() }), ['right-already-pledged']),
    withdrawPledge: at(() => ({ params, body: commandId() }), ['not-your-pledge', 'pledge-ended']),
    endPaperPledge: at(
      () => ({ params, body: { ...commandId(), kind: 'struck', reasonText: '误登' } }),
      ['pledge-ended'],
    ),
    confirmPledge: at(
      () => ({ params, body: { ...commandId(), newPledgeId: randomUUID(), amountFen: 5_000 } }),
      ['not-your-pledge', 'pledge-needs-no-confirmation'],
    ),
    recordPledgeVisit: at(() => ({ body: { ...commandId(), rightNo: 1, result: 'nobodyHome' } })),
  };
}
