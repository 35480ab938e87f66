// What a kind of paper is: the rest of this folder is a table of them.
import type { Policy } from '../../domain/policy/schema';
import type { ElectionRecord, VoteRecord } from '../record';
import { COMMON, type DataOf, type PaperData, type Vocabulary } from '../vocabulary';

interface KindOf<Process extends string, R> {
  /** Names the built-in template's file too. */
  code: string;
  process: Process;
  title: { zh: string; en: string };
  /** National law it rests on. */
  article: string;
  /** The rule of the place's policy that goes with it; printed beside the national article where it names a text of its own. */
  localRule?: (policy: Policy) => { basis: string };
  /** One; one for each stairwell; one for each ballot that was issued. */
  copies: 'one' | 'stairwell' | 'serial';
  /** Whether it goes into the filing packet. Working sheets and blank forms do not. */
  isFiled: boolean;
  vocabulary: Vocabulary;
  /** What a template must say whatever the data: the article, and what law wants in such a notice. */
  required: readonly string[];
  /** Null while the record does not hold what the paper says. */
  data(record: R): PaperData | null;
}

export type ElectionPaper = KindOf<'election', ElectionRecord>;
export type VotePaper = KindOf<'ownersVote', VoteRecord>;
export type PaperKind = ElectionPaper | VotePaper;

type Said<V extends Vocabulary> = DataOf<V> | null;
type Given<K, V extends Vocabulary, R> = Omit<K, 'process' | 'vocabulary' | 'data'> & {
  vocabulary: V;
  data(record: R): Said<V>;
};

/** Checks that the data are what the vocabulary says, and adds what all papers say. */
export const electionPaper = <const V extends Vocabulary>(
  kind: Given<ElectionPaper, V, ElectionRecord>,
): ElectionPaper => ({
  ...kind,
  process: 'election',
  vocabulary: { ...COMMON, ...kind.vocabulary },
  data: (record) => withCommon(kind, record, kind.data(record)),
});

export const votePaper = <const V extends Vocabulary>(kind: Given<VotePaper, V, VoteRecord>): VotePaper => ({
  ...kind,
  process: 'ownersVote',
  vocabulary: { ...COMMON, ...kind.vocabulary },
  data: (record) => withCommon(kind, record, kind.data(record)),
});

const withCommon = (
  kind: Pick<PaperKind, 'article' | 'localRule'>,
  { place, policy }: Pick<ElectionRecord, 'place' | 'policy'>,
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
