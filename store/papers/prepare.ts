// From the record to papers ready to be printed: the kind's data, the template that applies, and the hash. Nothing is stored here.
import { setImmediate } from 'node:timers/promises';
import type { FrozenRoll } from '../../domain/owners-vote/messages';
import type { Block } from '../../papers/blocks';
import { fillTemplate } from '../../papers/fill';
import { PAPER_KINDS } from '../../papers/kinds';
import { articleOf, type KindOf, type PaperKind } from '../../papers/kinds/kind';
import { cleanData, paperHash, type Paper } from '../../papers/paper';
import type { CheckpointMark, CofundingRecord, PaperCopy, RollLine, VoteRecord } from '../../papers/record';
import { parseTemplate } from '../../papers/template';
import type { PaperData } from '../../papers/vocabulary';
import { checkpointLine, pageOfCheckpoints } from '../ballots/checkpoints';
import { publicProjects } from '../disclosure/public-projects';
import { readShown } from '../disclosure/statements';
import { readPack } from '../meetings/pack';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import { copiesOf, copyOfPart, partOf } from './copies';
import { rollLines, type CopiesWanted, type Desk } from './read-copies';
import { readLastVote, recordOf, type ProcessRecord, type RecordedProcess } from './read-record';
import { templateFor } from './templates';

export interface PreparedPaper {
  paper: Paper;
  hash: string;
  title: string;
  blocks: Block[];
  templateSha256: string;
  /** The process's last event. */
  seq: number;
}

/** Copies that one file may hold. */
export const MOST_COPIES = 3_000;

/** The papers of a kind that a process has now, whatever their number: empty where the record does not hold their data yet. */
async function dataOf(tx: Tx, record: ProcessRecord, kind: PaperKind, copies: readonly PaperCopy[]): Promise<Part[]> {
  switch (kind.process) {
    case 'election': {
      const election = recordOf(record, 'election');
      return onlyPart(kind.data({ ...election, vote: await readLastVote(tx, election.core) }));
    }
    case 'ownersVote':
      return partsOfVote(tx, recordOf(record, 'ownersVote'), kind, copies);
    case 'handover':
      return onlyPart(kind.data(recordOf(record, 'handover')));
    case 'disclosure': {
      const disclosed = recordOf(record, 'disclosure');
      return onlyPart(kind.data({ ...disclosed, shown: await readShown(tx, record.processId, disclosed.core) }));
    }
    case 'household':
      return [];
    case 'petition': {
      const petition = recordOf(record, 'petition');
      const roll = await rollFor(tx, kind.code === 'signatureSheet', petition.core.roll);
      return onlyPart(kind.data({ ...petition, roll }));
    }
    case 'meeting':
      return onlyPart(
        kind.data({ ...recordOf(record, 'meeting'), pack: (await readPack(tx, record.processId)) ?? null }),
      );
    case 'rhythm':
      return onlyPart(kind.data(recordOf(record, 'rhythm')));
    case 'recall':
      return onlyPart(kind.data(recordOf(record, 'recall')));
    case 'cofunding':
      return partsOfProject(tx, recordOf(record, 'cofunding'), kind, copies);
    case 'problem':
      return onlyPart(kind.data(recordOf(record, 'problem')));
    case 'committeeTerm':
      return onlyPart(kind.data(recordOf(record, 'committeeTerm')));
  }
}

/** The frozen roll, for papers that print it. */
const rollFor = async (tx: Tx, isPrinted: boolean, roll: FrozenRoll | null): Promise<RollLine[]> =>
  isPrinted && roll !== null ? rollLines(tx, roll.rollId) : [];

async function newestCheckpoint(tx: Tx, voteId: string): Promise<CheckpointMark | null> {
  const [newest] = await pageOfCheckpoints(tx, voteId, { before: null, limit: 1 });
  return newest === undefined ? null : { ...newest, line: checkpointLine(newest) };
}

const onlyPart = (data: PaperData | null): Part[] => (data === null ? [] : [{ part: '', data }]);

async function partsOfVote(
  tx: Tx,
  record: RecordedProcess<'ownersVote'>,
  kind: KindOf<'ownersVote'>,
  copies: readonly PaperCopy[],
): Promise<Part[]> {
  const { core } = record;
  const roll = await rollFor(tx, kind.code === 'publishedRoll', core.roll);
  const checkpoint = kind.code === 'checkpointSheet' ? await newestCheckpoint(tx, record.processId) : null;
  return partsOfCopies(copies, (copy) => kind.data({ ...record, roll, checkpoint, copy } satisfies VoteRecord));
}

async function partsOfProject(
  tx: Tx,
  record: RecordedProcess<'cofunding'>,
  kind: KindOf<'cofunding'>,
  copies: readonly PaperCopy[],
): Promise<Part[]> {
  // The very read of the public page: board and page never differ.
  const projects = kind.code === 'projectAccounts' ? await publicProjects(tx, record.core.place.estateId) : [];
  const shown = projects.find(({ projectId }) => projectId === record.processId) ?? null;
  return partsOfCopies(copies, (copy) => kind.data({ ...record, copy, shown } satisfies CofundingRecord));
}

async function partsOfCopies(
  copies: readonly PaperCopy[],
  dataFor: (copy: PaperCopy) => PaperData | null,
): Promise<Part[]> {
  const parts: Part[] = [];
  await oneByOne(copies, (copy) => {
    const data = dataFor(copy);
    if (data !== null) parts.push({ part: partOf(copy), data });
  });
  return parts;
}

/** Thousands of ballots take a second: others are let in between. */
async function oneByOne<T>(items: readonly T[], work: (item: T) => void): Promise<void> {
  for (const [index, item] of items.entries()) {
    work(item);
    if (index % 50 === 49) await setImmediate();
  }
}

interface Part {
  part: string;
  data: PaperData;
}

/**
 * The papers of this kind, in order. Refuses `paper-not-ready` while their data are not there, `too-many-copies` beyond MOST_COPIES, and
 * what copiesOf refuses.
 */
export async function preparePapers(
  tx: Tx,
  record: ProcessRecord,
  kind: PaperKind,
  wanted: CopiesWanted = {},
): Promise<PreparedPaper[]> {
  const copies = await copiesOf(tx, record.processId, kind, wanted);
  if (copies.length > MOST_COPIES) throw refused('too-many-copies', { copies: copies.length, most: MOST_COPIES });
  const parts = await dataOf(tx, record, kind, copies);
  if (parts.length === 0) throw refused('paper-not-ready', { kind: kind.code });
  return finish(tx, record, kind, parts);
}

async function finish(tx: Tx, record: ProcessRecord, kind: PaperKind, parts: Part[]): Promise<PreparedPaper[]> {
  const template = await templateFor(tx, kind.code, record.placePath);
  const parsed = parseTemplate(template.source).parts;
  const article = articleOf(kind, record.policy);
  const papers: PreparedPaper[] = [];
  await oneByOne(parts, ({ part, data: raw }) => {
    const data = cleanData(raw);
    const paper: Paper = {
      kind: kind.code,
      processId: record.processId,
      part,
      article,
      data: withoutSecrets(data, kind),
    };
    papers.push({
      paper,
      hash: paperHash(paper, template.sha256),
      title: kind.titleOf?.(data) ?? kind.title.zh,
      blocks: fillTemplate(parsed, data),
      templateSha256: template.sha256,
      seq: record.seq,
    });
  });
  return papers;
}

const withoutSecrets = (data: PaperData, { secret = [] }: PaperKind): PaperData =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !secret.includes(name)));

export interface PaperState {
  kind: PaperKind;
  article: string;
  /** How many copies could be printed now. */
  copies: number;
  /** Of the only copy; null while it is not ready, and for kinds with several. */
  hash: string | null;
}

/** Every kind that belongs to the process, and whether it can be printed now; slips are those of `desk`. */
export async function listPapers(tx: Tx, record: ProcessRecord, desk?: Desk): Promise<PaperState[]> {
  const states: PaperState[] = [];
  for (const kind of kindsOf(record)) {
    const copies = await copiesOf(tx, record.processId, kind, { desk });
    // One of several stands for all: they become ready together.
    const parts = await dataOf(tx, record, kind, copies.slice(0, 1));
    const isOne = kind.copies === 'one';
    const [prepared] = isOne && parts.length > 0 ? await finish(tx, record, kind, parts) : [];
    states.push({
      kind,
      article: articleOf(kind, record.policy),
      copies: parts.length === 0 ? 0 : copies.length,
      hash: prepared?.hash ?? null,
    });
  }
  return states;
}

export const kindsOf = ({ kind }: Pick<ProcessRecord, 'kind'>): PaperKind[] =>
  PAPER_KINDS.filter(({ process }) => process === kind);

/** The hash that the same paper would carry today; null: it would not be printed any more. */
export async function currentHash(
  tx: Tx,
  record: ProcessRecord,
  kind: PaperKind,
  part: string,
): Promise<string | null> {
  const copy = await copyOfPart(tx, record.processId, kind, part);
  const parts = copy === undefined ? [] : await dataOf(tx, record, kind, [copy]);
  const [prepared] = await finish(tx, record, kind, parts);
  return prepared?.hash ?? null;
}
