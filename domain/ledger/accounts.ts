// Accounts of the ledger: what each kind holds, on which side it stands, and which of estate, project, source and payer it names.
// No names in here: a payer is a key, and whose it is is known elsewhere.

/** Debits are written > 0, credits < 0. An account never stands on the other side than its own: nobody holds less than nothing. */
export type Side = 'debit' | 'credit';

/** Where an account of the kind may stand: with a project, with the estate alone, or both. */
type Level = 'project' | 'estate' | 'both';

interface AccountKindFacts {
  side: Side;
  level: Level;
  /** Whether it is one payer's. */
  hasPayer: boolean;
  label: { zh: string; en: string };
}

export const ACCOUNT_KINDS = {
  held: { side: 'debit', level: 'both', hasPayer: false, label: { zh: '在管资金', en: 'money at the holder' } },
  received: { side: 'credit', level: 'project', hasPayer: true, label: { zh: '收款', en: 'received from a payer' } },
  spent: { side: 'debit', level: 'both', hasPayer: false, label: { zh: '支出', en: 'spent' } },
  refunded: { side: 'debit', level: 'project', hasPayer: true, label: { zh: '退款', en: 'refunded to a payer' } },
  unmatched: {
    side: 'credit',
    level: 'both',
    hasPayer: false,
    label: { zh: '待认领款', en: 'in, and not yet matched' },
  },
  income: { side: 'credit', level: 'estate', hasPayer: false, label: { zh: '公共收益', en: 'common revenue' } },
  granted: { side: 'debit', level: 'estate', hasPayer: false, label: { zh: '划拨', en: 'given on' } },
  feeBilled: { side: 'debit', level: 'estate', hasPayer: true, label: { zh: '应收物业费', en: 'property fee billed' } },
  feePaid: { side: 'credit', level: 'estate', hasPayer: true, label: { zh: '已收物业费', en: 'property fee paid' } },
  feeIncome: {
    side: 'credit',
    level: 'estate',
    hasPayer: false,
    label: { zh: '物业费收入', en: 'property fee earned' },
  },
} as const satisfies Record<string, AccountKindFacts>;

export type AccountKind = keyof typeof ACCOUNT_KINDS;
export const ACCOUNT_KIND_NAMES = Object.keys(ACCOUNT_KINDS) as [AccountKind, ...AccountKind[]];

/** What an account is named by; two with the same names are the same account. */
export interface AccountRef {
  estateId: string;
  /** Process id of the project; null: the estate's own money. */
  projectId: string | null;
  /** `sourceId` of the project's plan; of the estate's own money one of `ESTATE_SOURCES`; null only for money that is not matched yet. */
  source: string | null;
  kind: AccountKind;
  /** `owner:<id>`, `unit:<id>` (fees: whoever owns it), `org:<uscc>`, `account:<ledgerAccountId>` (the estate's own), `street`; if the kind has one. */
  payer: string | null;
}

/** Sources of what belongs to the estate and to no project. All of it is spent on the estate only (Civil Code art. 282). */
export const ESTATE_SOURCES = ['commonIncome', 'propertyFee', 'feeSurplus'] as const;

/** What the money of an account is for. */
export const PURPOSES = {
  project: { zh: '专款专用于本项目', en: 'this project only' },
  unmatched: { zh: '待认领，不得动用', en: 'nobody knows yet: matched or returned, never spent' },
  commonIncome: { zh: '全体业主共有，用于本小区', en: 'all owners’: this estate only' },
  propertyFee: { zh: '物业服务', en: 'property service of this estate' },
  feeSurplus: { zh: '物业费结余，用于本小区', en: 'surplus of fees: this estate only' },
} as const;
export type Purpose = keyof typeof PURPOSES;

export function purposeOf({ projectId, source }: Pick<AccountRef, 'projectId' | 'source'>): Purpose {
  if (source === null) return 'unmatched';
  return projectId === null ? (source as (typeof ESTATE_SOURCES)[number]) : 'project';
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const IS_UUID = new RegExp(`^${UUID}$`);
const IS_PAYER = new RegExp(`^(?:owner:${UUID}|unit:${UUID}|account:${UUID}|org:[0-9A-Z]{18}|street)$`);
const IS_SOURCE = /^[a-z][A-Za-z0-9]{0,39}$/;

/** Whether there can be such an account. */
export function isAccount({ estateId, projectId, source, kind, payer }: AccountRef): boolean {
  const { level, hasPayer } = ACCOUNT_KINDS[kind];
  if (!IS_UUID.test(estateId) || (projectId !== null && !IS_UUID.test(projectId))) return false;
  if (hasPayer !== (payer !== null) || (payer !== null && !IS_PAYER.test(payer))) return false;
  if (level !== 'both' && (level === 'project') !== (projectId !== null)) return false;
  if (source === null) return kind === 'unmatched' || kind === 'held';
  if (kind === 'unmatched') return false;
  return projectId === null ? (ESTATE_SOURCES as readonly string[]).includes(source) : IS_SOURCE.test(source);
}

/** One text for one account. */
export const accountKey = ({ estateId, projectId, source, kind, payer }: AccountRef): string =>
  [estateId, projectId ?? '', source ?? '', kind, payer ?? ''].join('|');

/** The other half of what a payer paid and got back; undefined for accounts that have none. */
export function siblingOf(account: AccountRef): AccountRef | undefined {
  if (account.kind === 'received') return { ...account, kind: 'refunded' };
  return account.kind === 'refunded' ? { ...account, kind: 'received' } : undefined;
}
