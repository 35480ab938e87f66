// What a kind of paper is: the rest of this folder is a table of them.
import type { Policy } from '../../domain/policy/schema';
import type { ProcessKind } from '../../domain/process';
import type { ElectionRecord, PaperRecord, RecordOf } from '../record';
import { COMMON, type DataOf, type PaperData, type Vocabulary } from '../vocabulary';

/**
 * `offices`: with the committee. `staff`: without it, since names of people or doors stand beside what they have not done yet. `books`: who keeps
 * or oversees a project's accounts, a firm those of its own escrow account. `public`: everybody who prints; what it says is public anyway.
 */
export type Readers = 'offices' | 'staff' | 'books' | 'public';

export interface KindOf<P extends ProcessKind> {
  /** Names the built-in template's file too. */
  code: string;
  process: P;
  title: { zh: string; en: string };
  /** The title of one paper, where it depends on what the paper says. */
  titleOf?: (data: PaperData) => string;
  /** National law it rests on. */
  article: string;
  /** The rule of the place's policy that goes with it; printed beside the national article where it names a text of its own. */
  localRule?: (policy: Policy) => { basis: string };
  /** One; one for each stairwell, ballot that was issued, help that was recorded, cash that was booked, household that owes. */
  copies: 'one' | 'stairwell' | 'serial' | 'assistance' | 'receipt' | 'household';
  /** Whether it goes into the filing packet. Working sheets and blank forms do not. */
  isFiled: boolean;
  /** Whether an election brings it with it: a packet that lacks a paper which need not come is complete. Absent: always. */
  isExpected?: (election: Pick<ElectionRecord, 'core' | 'policy'>) => boolean;
  /** Texts that stand on the paper and not under its hash: what is short and secret could be guessed from a hash. */
  secret?: readonly string[];
  /** Who is given it: whoever may read its data. Absent: readersOf. */
  readers?: Readers;
  vocabulary: Vocabulary;
  /** What a template must say whatever the data: the article, and what law wants in such a notice. */
  required: readonly string[];
  /** Null while the record does not hold what the paper says. */
  data(record: RecordOf[P]): PaperData | null;
}

export type PaperKind = { [P in ProcessKind]: KindOf<P> }[ProcessKind];

/** Kinds with several copies are for staff unless they say otherwise. */
export const readersOf = ({ readers, copies }: Pick<PaperKind, 'readers' | 'copies'>): Readers =>
  readers ?? (copies === 'one' ? 'offices' : 'staff');

type Given<P extends ProcessKind, V extends Vocabulary> = Omit<KindOf<P>, 'process' | 'vocabulary' | 'data'> & {
  vocabulary: V;
  data(record: RecordOf[P]): DataOf<V> | null;
};

/** For a kind of process: checks that the data are what the vocabulary says, and adds what all papers say. */
export const paperOf =
  <P extends ProcessKind>(process: P) =>
  <const V extends Vocabulary>(kind: Given<P, V>): KindOf<P> => ({
    ...kind,
    process,
    vocabulary: { ...COMMON, ...kind.vocabulary },
    data: (record) => withCommon(kind, record, kind.data(record)),
  });

const withCommon = (
  kind: Pick<PaperKind, 'article' | 'localRule'>,
  { place, policy }: Pick<PaperRecord<unknown>, 'place' | 'policy'>,
  data: PaperData | null,
): PaperData | null => (data === null ? null : { ...place, article: articleOf(kind, policy), ...data });

/** The national article, and the local text where the policy rests on one. What the policy says in English is a note to ourselves. */
export function articleOf({ article, localRule }: Pick<PaperKind, 'article' | 'localRule'>, policy: Policy): string {
  const basis = localRule?.(policy).basis ?? '';
  const isText = basis !== '' && !/[A-Za-z]/.test(basis);
  return isText && !/^(民法典|指导规则|物业管理条例|建筑物区分所有权解释)/.test(basis)
    ? `${article}；${basis}`
    : article;
}
