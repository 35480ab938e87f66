// What a co-funding is spoken of by, wherever it is. No zod here: deciders and the short path import it.

/** What is done, which decides who must agree (民法典 278; law.md 6.3). */
export const WORKS = ['repair', 'renew', 'addition', 'changeOfUse', 'alteration', 'service'] as const;
export type Works = (typeof WORKS)[number];

/**
 * Where money comes from. `firmDiscount` is no money: the price is lower. `matchingGrant` and `reward` are a percentage of the accepted cost;
 * a reward is paid after acceptance (以奖代补).
 */
export const SOURCE_KINDS = [
  'household',
  'streetGrant',
  'matchingGrant',
  'firmDiscount',
  'sponsor',
  'commonIncome',
  'repairFund',
  'reward',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Public money: the street reviews it and its review is published (公示). */
export const PUBLIC_SOURCES: readonly SourceKind[] = ['streetGrant', 'matchingGrant', 'reward'];

/** Whose account the money is in; the platform holds none. */
export const HOLDERS = ['street', 'committee', 'firmEscrow'] as const;
export type Holder = (typeof HOLDERS)[number];

/** What the screening finds. Somebody's duty already: it becomes a problem there; planned or a duplicate: refused. */
export const FINDINGS = ['fit', 'firmDuty', 'departmentDuty', 'planned', 'duplicate'] as const;
export type Finding = (typeof FINDINGS)[number];

/** Meetings at which a project is deliberated. */
export const DELIBERATIONS = ['threeParty', 'building', 'council'] as const;
export type Deliberation = (typeof DELIBERATIONS)[number];

/** The majority of Civil Code 278 that a project needs, from the mildest. */
export const PROJECT_CLASSES = ['none', 'ordinary', 'special'] as const;
export type ProjectClass = (typeof PROJECT_CLASSES)[number];

/** No amount of a project is larger: a hundred billion yuan is a slip of the pen. */
export const MOST_FEN = 10_000_000_000_000;
