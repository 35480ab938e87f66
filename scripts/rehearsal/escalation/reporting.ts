// How the reports of the year come in, each at its minute: by residents themselves, or by an office for whoever has telephoned.
import { randomUUID } from 'node:crypto';
import type { ProblemChannel } from '../../../domain/problem/messages';
import type { Role } from '../../../domain/process';
import { the } from '../election/client';
import { beginningOf, CASES, type Case } from './cases';
import { SLOW_COMMUNITY, SPOTS } from './estates';
import type { Report } from './generate';
import { refuseComplained } from './secrecy';
import type { Estate, Person, Street } from './street';
import type { Problem } from './task';

/** A report of the year, or a planned case, ready to be brought in. */
export interface Incoming {
  report: Report;
  planned: Case | null;
}

const OFFICE_OF: Partial<Record<ProblemChannel, Role>> = { grid: 'gridWorker', helper: 'gridWorker' };

/** The planned cases as reports: at a building of their own, so that nothing else happened there before. */
export function plannedReports(street: Street, firstNo: number): Incoming[] {
  const made = new Map<string, Report>();
  return CASES.map((planned, n) => {
    const fitting = street.estates.filter((estate) => planned.at(estate) && estate.community !== SLOW_COMMUNITY);
    const earlier = planned.repeats === undefined ? undefined : made.get(planned.repeats);
    const estate = earlier?.estate ?? the(fitting[n % Math.max(1, fitting.length)], `estate for ${planned.name}`).no;
    const report: Report = {
      ...{ no: firstNo + n, at: beginningOf(planned), estate, spot: SPOTS, category: planned.category, subject: '' },
      ...{
        channel: planned.channel,
        resident: planned.hasAccount ? 0 : null,
        complaintOf: planned.complaintOf ?? null,
      },
      ...{ repeats: earlier?.no ?? null, burst: null, answer: planned.answers[0] ?? 'satisfied' },
      ...{ isGroundless: planned.isGroundless ?? false, isBeyondPower: false },
    };
    made.set(planned.name, report);
    return { report, planned };
  });
}

/** Brings a report in. `open`: the problems that are still open, by what they are about. */
export async function bringIn(
  street: Street,
  { report, planned }: Incoming,
  open: ReadonlyMap<string, Problem>,
): Promise<Problem> {
  const estate = the(street.estates[report.estate], 'estate of a report');
  const id = randomUUID();
  const resident = report.resident === null ? null : the(estate.residents[report.resident], 'resident');
  const role = complainedOf(report, estate);
  const body = {
    ...{ problemId: id, category: report.category, channel: report.channel, reportText: '反映内容' },
    ...{ spotPlaceId: estate.spots[report.spot], spotText: '一单元门前' },
    ...(role === null ? {} : { complaintOf: { role } }),
    ...(planned?.isSupervised ? { isSupervised: true } : {}),
    ...(report.channel !== 'web' && resident !== null ? { inNameOf: resident.accountId } : {}),
  };
  const { session } =
    report.channel === 'web' ? the(resident, 'resident on the web') : officeOf(street, estate, report);
  await session.post(`/v1/estates/${estate.estateId}/problems`, body);
  const sameAs = planned === null && role === null ? (open.get(sameness(report))?.id ?? null) : null;
  const problem: Problem = {
    ...{ id, report, estate, planned, step: 0, notBefore: 0, sameAs, answers: 0 },
    ...{ ordered: new Set<string>(), complained: role === null ? null : complainedPerson(street, estate, role) },
  };
  if (problem.complained) await refuseComplained(problem, problem.complained.session);
  return problem;
}

/** What two reports have in common that are the same. */
export const sameness = ({ estate, spot, category }: Report): string => `${estate} ${spot} ${category}`;

function officeOf(street: Street, { community }: Estate, { channel }: Report): Person {
  const role = OFFICE_OF[channel] ?? 'streetOfficer';
  const placeId = role === 'streetOfficer' ? street.streetId : the(street.communityIds[community], 'community');
  return street.holder(role, placeId);
}

/** A firm or a committee where there is one; elsewhere people complain about the grid worker. */
function complainedOf({ complaintOf, channel }: Report, { desk, hasCommittee }: Estate): Role | null {
  const hasFirm = desk === 'firm' || desk === 'dawdlingFirm';
  const isThere = complaintOf === 'firmManager' ? hasFirm : complaintOf === 'committeeMember' ? hasCommittee : true;
  const role = isThere ? complaintOf : 'gridWorker';
  // Nobody brings in what is about themselves.
  return role === 'gridWorker' && OFFICE_OF[channel] === role ? 'communitySecretary' : role;
}

function complainedPerson(street: Street, estate: Estate, role: Role): Person {
  const isAtEstate = role === 'firmManager' || role === 'committeeMember';
  return street.holder(role, isAtEstate ? estate.estateId : the(street.communityIds[estate.community], 'community'));
}
