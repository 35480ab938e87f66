// The published texts that the machine itself writes when it launches a process or tells another, by code: workflow histories hold no Chinese
// text. `{owner}` is the name of the owner whose id stands behind the code (`label:recallMember:<ownerId>`): who is voted on is published by name.
import { ApplicationFailure } from '@temporalio/common';
import type { Pool } from 'pg';
import { storePublishedText } from '../store/texts';
import type { Tx } from '../store/transaction';

const LABEL_TEXTS: Readonly<Record<string, string>> = {
  committeeElection: '选举业主委员会委员',
  byElection: '补选业主委员会委员',
  rulesOfProcedure: '通过业主大会议事规则',
  covenant: '通过管理规约',
  recallMember: '罢免{owner}的业主委员会委员职务',
  problemEnded: '会议所议诉求已办结',
  projectEnded: '所议项目已终止',
};

const LABEL = 'label:';

/** Puts the hash of the stored text in the place of each `label:<code>` or `label:<code>:<ownerId>`, at any depth. */
export async function withTexts<T>(tx: Tx | Pool, value: T, at: Date): Promise<T> {
  if (typeof value === 'string' && value.startsWith(LABEL)) {
    return (await storePublishedText(tx, await textOf(tx, value), at)) as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) entries.push([key, await withTexts(tx, inner as unknown, at)]);
  return (Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)) as T;
}

async function textOf(tx: Tx | Pool, label: string): Promise<string> {
  const [code = '', ownerId] = label.slice(LABEL.length).split(':');
  const text = LABEL_TEXTS[code];
  if (text === undefined) throw ApplicationFailure.nonRetryable(`no text for ${label}`, 'label-not-found');
  if (ownerId === undefined) return text;
  const { rows } = await tx.query<{ name: string }>('select name from owner where id = $1', [ownerId]);
  const [owner] = rows;
  if (!owner) throw ApplicationFailure.nonRetryable(`no such owner: ${ownerId}`, 'owner-not-found');
  return text.replace('{owner}', () => owner.name);
}
