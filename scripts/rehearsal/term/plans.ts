// What the people of a street's estates will do, decided before anything happens: who reports, who stays silent, whose vote fails. The same
// seed gives the same street. A new kind of estate is one more entry of KINDS: how many there are, what its people do, and what the record
// must show of them in the end.
import type { Random } from '../../register/seeded-random';
import type { Facts } from './facts';
import { loseMembers, type Incident } from './incidents';

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
    holds: isRenewedFor('vacancies'),
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
      ...{ termYears: 3, reports: true, launches: random.between(1, 6), quorums: [], incidents: [] },
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
