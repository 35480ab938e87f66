// Works that cost more than the contract says: within the limit of the policy they go on, a fen above it those decide again who decided before.
import { coreOf, inProject, type Project, type Stage } from './stage';
import type { Part } from './works';

/** What may be spent without another decision, worked out here from cost and percentage: whole fen, rounded down. */
export const limitFen = ({ plan }: Pick<Stage, 'plan'>, costFen: number): number =>
  Math.floor((costFen * (100 + plan.policy.cofunding.overrunPercent.value)) / 100);

/** Asks for more for a milestone. */
export const askForMore = (stage: Stage, project: Project, { milestoneId, amountFen }: Part, reasonText: string) =>
  inProject(project, stage.people.oldCommittee, { type: 'proposeVariation', milestoneId, amountFen, reasonText });

/** Back at work, with so much added to the contract so far; throws where the contract says something else. */
export async function untilAdded({ watch }: Stage, project: Project, fen: number): Promise<void> {
  const view = await watch.untilPhase(project.processId, 'working');
  const addedFen = coreOf(view).contract?.addedFen;
  if (addedFen !== fen) throw new Error(`${project.label}: ${addedFen} fen were added to the contract, not ${fen}`);
}
