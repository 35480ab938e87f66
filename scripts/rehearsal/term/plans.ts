// What the people of a street's estates will do, decided before anything happens: who reports, who stays silent, whose vote fails. The same
// seed gives the same street. A new kind of estate is one more entry of KINDS: how many there are, what its people do, and what the record
// must show of them in the end.
import type { Random } from '../../register/seeded-random';
import type { Facts } from './facts';
import { fillSeats, loseMember, loseMembers, tryFirmVote, type Incident } from './incidents';
import { demandRecall } from './recalling';
import type { Task } from './task';

export interface Conduct {
  /** Days from the beginning of the rehearsal to the last day of the term. */
  endsAfterDays: number;
  termYears: number;
  /** Does the committee report when it is asked? */
  reports: boolean;
  /** When the street launches an election that is due: so many days later, once the district has pushed, or only for a substitute body. */
  launches: number | 'whenPushed' | 'whenSubstituted';
  /** Whether a quorum takes part, for one vote of the estate after the other; in all later ones it does. */
  quorums: readonly boolean[];
  /** The preset of rules for everything at the estate. */
  policy: string;
  /** False: there never was one, and no term ends. */
  hasCommittee: boolean;
  /** Elected reserves of the first term. */
  alternates: number;
  /** Does the committee that goes bring seals and books? */
  handsOver: boolean;
  /** Does the street decide on filings? */
  decidesFiling: boolean;
  /** What is tried beside a duty, right after it was done. */
  beside: Record<string, (task: Task) => Promise<void>>;
  /** What nobody is asked for. */
  incidents: readonly Incident[];
}

export interface Kind {
  /** Estates of a thousand; `one`: a single estate, whose name is the kind's. */
  share: number | 'one';
  conduct(random: Random): Partial<Conduct>;
  /** What the record must show in the end. */
  holds(facts: Facts): boolean;
}

const isRenewedFor = (reason: Facts['reasons'][number]) => (facts: Facts) =>
  facts.termsBegun === 1 && facts.reasons[0] === reason && !facts.isSubstituted;

const hasEnded = ({ outcomes }: Facts, ...wanted: string[]): boolean =>
  wanted.every((outcome) => outcomes.includes(outcome));

const hasEvents = ({ events }: Facts, wanted: Record<string, number>): boolean =>
  Object.entries(wanted).every(([type, count]) => (events[type] ?? 0) === count);

export const KINDS: Record<string, Kind> = {
  按时报告: { share: 410, conduct: () => ({}), holds: isRenewedFor('reported') },
  不报告: { share: 240, conduct: () => ({ reports: false }), holds: isRenewedFor('silent') },
  街道拖延: {
    share: 120,
    conduct: () => ({ reports: false, launches: 'whenPushed' }),
    holds: (facts) => isRenewedFor('silent')(facts) && facts.isReportedToDistrict && facts.isPushed,
  },
  首次表决不足: {
    share: 110,
    conduct: () => ({ quorums: [false] }),
    holds: (facts) => isRenewedFor('reported')(facts) && facts.failedVotes === 1,
  },
  两次表决不足: {
    share: 30,
    conduct: () => ({ quorums: [false, false] }),
    holds: (facts) => facts.termsBegun === 1 && facts.failedElections === 1 && facts.failedVotes === 2,
  },
  无人过问: {
    share: 60,
    conduct: () => ({ reports: false, launches: 'whenSubstituted' }),
    holds: (facts) => facts.termsBegun === 1 && facts.isExpired && facts.isSubstituted && facts.isReportedToDistrict,
  },
  一年一届: {
    share: 30,
    conduct: (random) => ({ termYears: 1, endsAfterDays: random.between(150, 250) }),
    holds: (facts) => facts.termsBegun >= 2 && facts.reasons.every((reason) => reason === 'reported'),
  },
  委员相继辞职: {
    share: 'one',
    conduct: () => ({ endsAfterDays: 900, incidents: [loseMembers(200)] }),
    holds: (facts) => isRenewedFor('vacancies')(facts) && facts.outcomes.includes('election early seated'),
  },
  被罢免: {
    share: 'one',
    conduct: () => ({ policy: 'qingdao', endsAfterDays: 700, incidents: demandRecall(220) }),
    holds: (facts) =>
      isRenewedFor('reported')(facts) &&
      hasEnded(facts, 'petition accepted', 'recall recalled', 'handover custody complete') &&
      hasEvents(facts, { defenceGiven: 1, defenceLapsed: 1, memberLeft: 2, alternateSeated: 1 }) &&
      facts.isSuspendedUntilVote &&
      facts.signatures.own >= 2 &&
      facts.signatures.paper === 1,
  },
  藏匿印章: {
    share: 'one',
    conduct: () => ({ handsOver: false, endsAfterDays: 420 }),
    holds: (facts) =>
      isRenewedFor('reported')(facts) &&
      hasEnded(facts, 'handover takeover refused', 'election reelection seated') &&
      hasEvents(facts, { handoverRefused: 1, handoverUrged: 1, urgeIgnored: 1, assistanceRequested: 1 }),
  },
  首次成立两次未果: {
    share: 'one',
    conduct: () => ({ hasCommittee: false, quorums: [false, false] }),
    holds: (facts) =>
      facts.termsBegun === 1 &&
      facts.isSubstituted &&
      facts.reasons[0] === 'founding' &&
      hasEnded(facts, 'election founding noCommittee', 'election founding seated') &&
      hasEvents(facts, { deliveryRecorded: 1, developerStayedSilent: 1, registryListObtained: 1, voteFailed: 2 }) &&
      hasEvents(facts, { draftsPublished: 2, substituteEnded: 0 }),
  },
  补选: {
    share: 'one',
    conduct: () => ({
      ...{ alternates: 0, endsAfterDays: 800 },
      incidents: [loseMember(200), loseMember(270), fillSeats(280)],
    }),
    holds: (facts) =>
      isRenewedFor('reported')(facts) &&
      hasEnded(facts, 'election byElection seated', 'election reelection seated') &&
      hasEvents(facts, { memberLeft: 2, byElectionStarted: 1, seatsFilled: 1 }),
  },
  备案不作为: {
    share: 'one',
    conduct: () => ({ decidesFiling: false, endsAfterDays: 500 }),
    holds: (facts) =>
      isRenewedFor('reported')(facts) &&
      hasEvents(facts, { filingStayedSilent: 2, filingOrdered: 1, takenOver: 1, filingGranted: 1 }),
  },
  保管移交: {
    share: 'one',
    conduct: () => ({ policy: 'shanghai', endsAfterDays: 620, beside: { collectNominations: tryFirmVote } }),
    holds: (facts) =>
      isRenewedFor('reported')(facts) &&
      hasEnded(facts, 'handover custody complete', 'handover takeover complete', 'election reelection seated') &&
      hasEvents(facts, { auditCommissioned: 1, auditPublished: 1, auditNoticeOver: 1 }) &&
      facts.votes === 1,
  },
};

export interface Plan extends Conduct {
  kind: string;
  name: string;
  units: number;
}

/** Before, nothing could be asked for in time; a renewal that fails twice, or begins with a substitute body, takes so long after the end. */
const [ASKED_DAYS, RENEWED_DAYS] = [140, 165];

/** One plan for each estate: the single ones first, the others by their shares. */
export function makePlans(estates: number, days: number, random: Random): Plan[] {
  const singles = Object.keys(KINDS).filter((kind) => KINDS[kind]?.share === 'one');
  const many = shared(estates - singles.length);
  return [...singles, ...many].map((kind, index) => {
    const isSingle = index < singles.length;
    return {
      ...{ kind, name: isSingle ? kind : `第${index + 1}小区`, units: random.between(8, 12) },
      ...{ termYears: 3, reports: true, launches: random.between(1, 6), quorums: [], incidents: [], beside: {} },
      ...{ policy: 'national', hasCommittee: true, alternates: 1, handsOver: true, decidesFiling: true },
      endsAfterDays: random.between(ASKED_DAYS, days - RENEWED_DAYS),
      ...KINDS[kind]?.conduct(random),
    };
  });
}

/** So many kinds as estates, each as often as its share; what is left by rounding goes to the largest. */
function shared(estates: number): string[] {
  const shares = Object.entries(KINDS).flatMap(([kind, { share }]) => (share === 'one' ? [] : [{ kind, share }]));
  shares.sort((a, b) => a.share - b.share);
  const [largest] = shares.slice(-1);
  const list = shares.flatMap(({ kind, share }) => {
    const count = Math.max(1, Math.floor((estates * share) / 1000));
    return kind === largest?.kind ? [] : Array.from({ length: count }, () => kind);
  });
  if (largest === undefined || list.length >= estates) throw new Error(`${estates} estates are too few for all kinds`);
  return [...list, ...Array.from({ length: estates - list.length }, () => largest.kind)];
}
