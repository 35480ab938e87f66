// The lift by floor coefficients: agreed by the owners, and then too few pledge. Extended once, short again, and it lapses by itself: nobody has
// paid anything.
import { randomUUID } from 'node:crypto';
import { the } from '../election/client';
import { untilDecided, untilGranted } from './deciding';
import { LIFT, LIFT_BAR, LIFT_COEFFICIENT_DEN, LIFT_COEFFICIENTS } from './plan';
import { householdsOf, pledgeOnline, progressOf, withdraw } from './pledging';
import { inProject, refusedInProject, type Project, type Stage } from './stage';
import { holdVote } from './voting';

export interface LiftFacts {
  households: number;
  pledgedAtFirst: number;
  pledgedAtLast: number;
  withdrawn: number;
}

export async function liftProject(stage: Stage, project: Project): Promise<LiftFacts> {
  const { people, watch, plan, say } = stage;
  const { community } = people;
  await untilDecided(stage, project, {
    ...{ titleText: '加装电梯', needText: '高层老人上下楼困难', form: 'building', projectClass: 'special' },
    plan: {
      ...{ works: 'addition', scope: project.scope, costFen: LIFT.costFen, holder: 'committee', sources: LIFT.sources },
      shareRule: { rule: 'floor', coefficients: LIFT_COEFFICIENTS, den: LIFT_COEFFICIENT_DEN, byArea: false },
      ...{ participation: LIFT_BAR, planText: '单元外加装一部电梯，低层不摊，越高摊得越多' },
    },
  });
  await holdVote(stage, project, { windowDays: plan.entranceWindowDays, noOf: 0 });
  await untilGranted(stage, project);
  await watch.untilPhase(project.processId, 'pledging');
  const households = await householdsOf(stage, project);
  const half = Math.floor(households.length / 2);
  await pledgeOnline(project, households.slice(0, half));
  await withdraw(project, the(households[0], 'household'));
  await pledgeOnline(project, households.slice(half, half + 1));
  const first = await progressOf(project, community);
  await refusedInProject(project, community, 'target-not-reached', { type: 'closePledging' });
  const late = the(households[half + 1], 'household');

  await watch.untilPhase(project.processId, 'deciding');
  const { rightNo, shareFen, owner } = late;
  const pledges = `/v1/cofundings/${project.processId}/pledges`;
  await owner.session.refuses('pledging-over', pledges, { pledgeId: randomUUID(), rightNo, amountFen: shareFen });
  await inProject(project, community, { type: 'extendPledging', reasonText: '还差几户，再入户一次' });
  await watch.untilPhase(project.processId, 'pledging');
  await pledgeOnline(project, [late]);
  await watch.untilPhase(project.processId, 'deciding');
  const last = await progressOf(project, community);
  await refusedInProject(project, community, 'extension-used-up', { type: 'extendPledging', reasonText: '再延一次' });
  say(`${project.label}：延期后仍只有 ${last.pledgedHouseholds}/${last.households} 户认筹，无人处理，期满自动终止`);
  const closed = await watch.untilPhase(project.processId, 'closed');
  if (closed.outcome !== 'lapsed') throw new Error(`${project.label} ended as ${closed.outcome ?? '?'}`);
  // Nobody can pay for it any more, and nobody has.
  await owner.session.refuses('not-collecting', `/v1/cofundings/${project.processId}/payment-orders`, {
    ...{ orderId: randomUUID(), rightNo, amountFen: shareFen },
  });
  return {
    households: last.households,
    ...{ pledgedAtFirst: first.pledgedHouseholds, pledgedAtLast: last.pledgedHouseholds, withdrawn: 1 },
  };
}
