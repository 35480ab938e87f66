// A project from its proposal to its decision: screened, deliberated in a meeting that is really held, planned, classified, reviewed, granted.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { planSchema } from '../../../domain/cofunding/messages';
import type { Deliberation, ProjectClass } from '../../../domain/cofunding/words';
import { Refused, the, wallClock } from '../election/client';
import { coreOf, inProject, refusedInProject, type Project, type Stage } from './stage';

export interface Proposal {
  titleText: string;
  needText: string;
  form: Deliberation;
  plan: z.input<typeof planSchema>;
  projectClass: ProjectClass;
}

/** Until the plan is settled and its class confirmed; the party organisation's review follows where the place asks for it. */
export async function untilDecided(stage: Stage, project: Project, proposal: Proposal): Promise<void> {
  const { people, watch, plan } = stage;
  const { titleText, needText, form } = proposal;
  await people.community.post(`/v1/estates/${people.estateId}/cofundings`, {
    ...{ projectId: project.processId, titleText, needText, rehearsalDayMs: plan.dayMs },
    policy: { kind: 'preset', id: plan.policy.id, version: plan.policy.version },
  });
  watch.add(project.processId, project.label);
  await inProject(project, people.community, {
    ...{ type: 'screenProposal', finding: 'fit', reasonText: '不属于物业、部门的法定职责，街道近期无同类计划' },
  });
  await refusedInProject(project, people.community, 'not-deliberated', { type: 'settlePlan', plan: proposal.plan });
  await deliberate(stage, project, form);
  await inProject(project, people.community, { type: 'settlePlan', plan: proposal.plan });
  await inProject(project, people.street, {
    ...{ type: 'confirmClass', projectClass: proposal.projectClass, reasonText: '对照民法典第二百七十八条确认' },
  });
  if (plan.policy.cofunding.partyReview.value)
    await inProject(project, people.community, {
      ...{ type: 'recordPartyReview', isApproved: true, opinionText: '社区党委研究同意' },
    });
}

/** How often a meeting is called whose attendance nobody managed to enter in time. */
const MEETINGS = 3;

async function deliberate(stage: Stage, project: Project, form: Deliberation): Promise<void> {
  const { people, watch, plan } = stage;
  for (let attempt = 0; attempt < MEETINGS; attempt += 1) {
    const heldAt = new Date(wallClock() + 2 * plan.dayMs).toISOString();
    await inProject(project, people.community, { type: 'callDeliberation', form, heldAt });
    const called = await watch.until(project.processId, 'the meeting', (view) => {
      const meeting = coreOf(view).meetings[attempt];
      return meeting !== undefined && meeting.meetingId !== null;
    });
    const meetingId = the(coreOf(called).meetings[attempt]?.meetingId, 'meeting');
    watch.add(meetingId, `${project.label}议事`);
    if (await hold(stage, meetingId)) {
      await watch.until(project.processId, 'the word of the meeting', (view) =>
        coreOf(view).meetings.every(({ outcome }) => outcome !== null),
      );
      return;
    }
  }
  throw new Error(`${project.label}: no meeting was held`);
}

/** Whether it was held; one that was entered too late is closed as missed. */
async function hold({ people, watch }: Stage, meetingId: string): Promise<boolean> {
  const begun = await watch.until(
    meetingId,
    'the beginning',
    ({ state, phase }) => state['hasBegun'] === true || phase === 'closed',
  );
  const present = (begun.state['parties'] as { key: string }[]).map(({ key }) => key);
  const give = (command: object) => people.community.post(`/v1/meetings/${meetingId}/commands`, { command });
  try {
    await give({ type: 'recordAttendance', present });
    await give({ type: 'recordMinutes', minutesText: '到会各方逐项议过方案、造价和分摊办法' });
    await give({ type: 'closeMeeting' });
  } catch (error) {
    if (error instanceof Refused && error.problem.code === 'process-closed') return false;
    throw error;
  }
  return true;
}

/** The street reviews the public money and shows it; a neighbour objects and is answered. */
export async function untilGranted({ people, watch, owners }: Stage, project: Project): Promise<void> {
  await watch.until(project.processId, 'the check against splitting', (view) => {
    const { phase, splitting } = coreOf(view);
    return phase === 'granting' && splitting !== null;
  });
  await inProject(project, people.street, {
    ...{ type: 'decideGrant', decision: 'approved', reasonText: '预算合规，未发现拆分，同意补助' },
  });
  const { ownerId } = the(project.units[0]?.holders[0], 'holder');
  const neighbour = owners.get(ownerId)?.session;
  if (!neighbour) return;
  const objectionId = randomUUID();
  await inProject(project, neighbour, { type: 'objectToProject', objectionId, reasonText: '请说明补助标准' });
  await inProject(project, people.street, {
    ...{ type: 'answerProjectObjection', objectionId, isUpheld: false, reasonText: '按区级微项目补助办法执行' },
  });
}
