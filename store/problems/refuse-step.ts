// What stands in the way of a step of a problem in rows that its process does not see: whose reports it is, and what other problems are about.
import type { Pool } from 'pg';
import type { ProblemPeopleCommand } from '../../domain/problem/messages';
import type { Rejection } from '../../domain/process';
import { refuseAnswer, type Person } from '../reports/reporters';
import { refuseMoved, refuseTarget } from './merge-target';

export async function refuseStep(
  pool: Pool,
  problemId: string,
  command: { type: string } | ProblemPeopleCommand,
  person: Person,
): Promise<Rejection | undefined> {
  const asked = command as ProblemPeopleCommand;
  switch (asked.type) {
    case 'answerProblem':
    case 'appealClosing':
      return refuseAnswer(pool, problemId, person);
    case 'proposeClosing':
      return refuseTarget(pool, problemId, asked.mergedInto);
    case 'approveClosing':
      return refuseMoved(pool, problemId);
    default:
      return undefined;
  }
}
