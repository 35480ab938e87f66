// A real project in the record whose two households have pledged and are asked to pay.
import { randomUUID } from 'node:crypto';
import type { PlanInput } from '../../domain/cofunding/messages';
import { anOfficial, aPlanFor, aPledgingProject } from './a-pledging';
import type { Place, World } from './api-world';
import { ENGINE } from './play';
import { recordCommand } from './record-command';

/** 100.01 yuan by two households in equal shares, 50 yuan by a sponsor, unless said otherwise. */
export const aCollectingPlan = (estate: { id: string }, more: Partial<PlanInput> = {}): PlanInput =>
  aPlanFor(estate, {
    ...{ costFen: 15_001, holder: 'committee' },
    sources: [
      { sourceId: 'household', kind: 'household', amountFen: 10_001, timing: 'before' },
      { sourceId: 'sponsor', kind: 'sponsor', amountFen: 5_000, timing: 'before', uscc: '91110000MA0000000A' },
    ],
    ...more,
  });

/** Both households of the estate have pledged their shares (50.01 and 50.00 yuan), and collecting is open. */
export async function aCollectingProject(world: World, estate: Place, more: Partial<PlanInput> = {}): Promise<string> {
  const processId = await aPledgingProject(world, estate, aCollectingPlan(estate, more));
  const { u1, u2 } = world.city;
  for (const [index, unit] of [u1, u2].entries())
    await world
      .as(await world.ownerOf(unit))
      .post(`/v1/cofundings/${processId}/pledges`, {
        ...{
          commandId: randomUUID(),
          pledgeId: randomUUID(),
          rightNo: index + 1,
          amountFen: index === 0 ? 5_001 : 5_000,
        },
      })
      .expect(201);
  const pledged = { version: 1, households: 2, pledgedHouseholds: 2, amountFen: 10_001 };
  await recordCommand(world, processId, ENGINE, { type: 'recordPledgeTarget', pledged });
  await recordCommand(world, processId, anOfficial('communitySecretary'), { type: 'closePledging' });
  await recordCommand(world, processId, ENGINE, { type: 'recordPledges', pledged });
  return processId;
}
