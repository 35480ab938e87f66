// A real project in the record, brought up to its pledging by its own commands and by the activity that works the shares out.
import { randomUUID } from 'node:crypto';
import { prepareShares } from '../../activities/prepare-shares';
import type { PlanInput } from '../../domain/cofunding/messages';
import type { LaunchedCofunding } from '../../domain/cofunding/state';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import type { World } from './api-world';
import { anActor, ENGINE } from './play';
import { launchCofunding, recordCommand } from './record-command';

/** Of the two households of estate e1: 100.01 yuan in equal shares, and both must join. */
export const aPlanFor = (estate: { id: string }, more: Partial<PlanInput> = {}): PlanInput => ({
  ...{ works: 'repair', scope: { kind: 'estate', placeId: estate.id }, costFen: 10_001, holder: 'street' },
  sources: [{ sourceId: 'household', kind: 'household', amountFen: 10_001, timing: 'before' }],
  ...{ shareRule: { rule: 'equal' }, exemptions: [], participation: { num: 1, den: 1 }, planText: '换一扇单元门' },
  ...more,
});

/** Somebody in this office, as an actor on record. */
export const anOfficial = (role: 'communitySecretary' | 'streetOfficer') => ({ ...anActor(role), id: randomUUID() });

export async function planProject(world: World, processId: string, plan: PlanInput): Promise<void> {
  const [secretary, street] = [anOfficial('communitySecretary'), anOfficial('streetOfficer')];
  await recordCommand(world, processId, secretary, { type: 'settlePlan', plan });
  await recordCommand(world, processId, street, { type: 'confirmClass', projectClass: 'none', reasonText: '自愿出资' });
}

/** What the machine does next: roll and shares, and the news of them. */
export async function prepareProject(world: World, processId: string): Promise<void> {
  const { rows } = await world.db.pool.query<{ core: LaunchedCofunding }>(
    `select state -> 'core' as core from process_view where process_id = $1`,
    [processId],
  );
  const plan = rows[0]?.core.plan;
  if (!plan) throw new Error('no plan');
  const { version, scope, shareRule, exemptions } = plan;
  const asked = { processId, version, scope, shareRule, exemptions, targetFen: plan.sources[0]?.amountFen ?? 0 };
  await recordCommand(world, processId, ENGINE, {
    ...{ type: 'recordSharesPrepared', ...(await prepareShares(activityDeps(world))(asked)) },
  });
}

export const activityDeps = ({ deps: { pool, time, keyRing } }: World) => ({
  ...{ pool, time, signing: receiptKeys(keyRing).signing },
});

/** Found fit, talked about in a meeting that was held, planned. Returns the project's id. */
export async function aPlannedProject(world: World, estate: { id: string }, plan = aPlanFor(estate)): Promise<string> {
  const processId = await launchCofunding(world, estate);
  await deliberate(world, processId);
  await planProject(world, processId, plan);
  return processId;
}

/** The next deliberation: called, launched by the machine, held. */
export async function deliberate(world: World, processId: string, isFirst = true): Promise<void> {
  const secretary = anOfficial('communitySecretary');
  const [heldAt, meetingId] = [new Date(Date.now() + 86_400_000).toISOString(), randomUUID()];
  if (isFirst) {
    await recordCommand(world, processId, secretary, { type: 'screenProposal', finding: 'fit', reasonText: '合适' });
  }
  await recordCommand(world, processId, secretary, { type: 'callDeliberation', form: 'building', heldAt });
  const childKey = `meeting:${isFirst ? 1 : 2}`;
  await recordCommand(world, processId, ENGINE, { type: 'recordChildLaunched', childKey, childId: meetingId });
  const held = { type: 'recordMeetingEnded', meetingId, form: 'building', outcome: 'held' };
  await recordCommand(world, processId, { kind: 'process', id: meetingId }, held);
}

/** May be pledged. */
export async function aPledgingProject(world: World, estate: { id: string }, plan = aPlanFor(estate)): Promise<string> {
  const processId = await aPlannedProject(world, estate, plan);
  await prepareProject(world, processId);
  return processId;
}
