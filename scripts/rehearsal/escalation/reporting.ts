// How the reports of the year come in, each at its minute: by residents themselves, or by an office for whoever has telephoned.
import { randomUUID } from 'node:crypto';
import type { ProblemChannel } from '../../../domain/problem/messages';
import type { Role } from '../../../domain/process';
import { Refused, the, type ProblemBody } from '../election/client';
import type { Installation } from '../support/virtual-installation';
import { soundAlarm } from './alarms';
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
        resident: planned.channel === 'web' ? 0 : null,
        complaintOf: planned.complaintOf ?? null,
      },
      ...{ repeats: earlier?.no ?? null, burst: null, answer: planned.answers[0] ?? 'satisfied' },
      ...{ isGroundless: planned.isGroundless ?? false, isBeyondPower: false },
    };
    made.set(planned.name, report);
    return { report, planned };
  });
}

/**
 * Brings a report in; null: it was joined to one that is open. `open`: the problems that are still open, by what they are about.
 */
export async function bringIn(
  installation: Installation,
  street: Street,
  { report, planned }: Incoming,
  open: ReadonlyMap<string, Problem>,
): Promise<Problem | null> {
  const estate = the(street.estates[report.estate], 'estate of a report');
  const role = complainedOf(report, estate);
  const id =
    report.channel === 'sensor'
      ? await soundAlarm(installation, street, estate, report)
      : await send(street, estate, { report, planned }, role);
  if (id === null) return null;
  const sameAs = planned === null && role === null ? (open.get(sameness(report))?.id ?? null) : null;
  const problem: Problem = {
    ...{ id, report, estate, planned, step: 0, notBefore: 0, sameAs, answers: 0 },
    ...{ ordered: new Set<string>(), complained: role === null ? null : complainedPerson(street, estate, role) },
  };
  if (problem.complained) await refuseComplained(problem, problem.complained.session);
  return problem;
}

/** Residents report for themselves on the web, an office for whoever calls; of a burst, what is the same joins. */
async function send(
  street: Street,
  estate: Estate,
  { report, planned }: Incoming,
  role: Role | null,
): Promise<string | null> {
  const { no, category, channel, spot, burst, resident } = report;
  const id = randomUUID();
  const isWeb = channel === 'web';
  const body = {
    ...{ problemId: id, reportId: randomUUID(), category, channel, reportText: '反映内容', joinSame: burst !== null },
    ...{ spotPlaceId: estate.spots[spot], spotText: '一单元门前' },
    ...(role === null ? {} : { complaintOf: { role } }),
    ...(planned?.isSupervised ? { isSupervised: true } : {}),
    ...(isWeb ? {} : { onBehalfOf: { name: '来电人', phone: `138${String(no).padStart(8, '0')}` } }),
  };
  const { session } = isWeb ? the(estate.residents[resident ?? 0], 'resident') : officeOf(street, estate, report);
  const { status, body: answer } = await session.tryPost(`/v1/estates/${estate.estateId}/problems`, body);
  if (status === 201) return (answer as { processId: string }).processId === id ? id : null;
  // The same person tells of the same thing a second time.
  if (burst !== null && (answer as ProblemBody).code === 'already-reported') return null;
  throw new Refused('POST problems', status, answer as ProblemBody);
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
