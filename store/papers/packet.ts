// The filing packet of an election: every paper of it, its votes and its handovers that is ready, as PDF and docx, with a manifest that names each
// file's hash and article.
import { createHash } from 'node:crypto';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { refused } from '../refused';
import type { Tx } from '../transaction';
import type { IssuedPaper } from './issue';
import { kindsOf, listPapers, preparePapers, type PreparedPaper } from './prepare';
import type { Printer } from './printer';
import { readProcessRecord, type RecordedProcess } from './read-record';

export interface PacketPapers {
  election: RecordedProcess<'election'>;
  papers: PreparedPaper[];
  /** Kinds that will come and cannot be printed yet. */
  notReady: string[];
}

/** Papers of the election, of the votes of all its attempts and of its handovers. Refuses `paper-not-ready` when there is none yet. */
export async function preparePacket(tx: Tx, election: RecordedProcess<'election'>): Promise<PacketPapers> {
  const papers: PreparedPaper[] = [];
  const notReady: string[] = [];
  const { attempts, custody, takeover } = election.core;
  const children = [...attempts.map(({ voteId }) => voteId), custody?.handoverId, takeover?.handoverId];
  const records = await inOrder(
    children.filter((id) => id !== undefined),
    (id) => readProcessRecord(tx, id),
  );
  for (const record of [election, ...records]) {
    if (record === undefined) continue;
    const states = await listPapers(tx, record);
    for (const kind of kindsOf(record).filter(({ isFiled }) => isFiled)) {
      if (states.find((state) => state.kind === kind)?.copies === 0) {
        if (kind.isExpected?.(election) ?? true) notReady.push(kind.code);
      } else papers.push(...(await preparePapers(tx, record, kind)));
    }
  }
  if (papers.length === 0) throw refused('paper-not-ready', { kind: 'packet' });
  return { election, papers, notReady };
}

async function inOrder<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const made: B[] = [];
  for (const item of items) made.push(await work(item));
  return made;
}

/** The zip. Files are stored as they are: PDF and docx are compressed already. */
export async function packetZip(
  printer: Printer,
  { election, notReady }: PacketPapers,
  issued: readonly IssuedPaper[],
  at: Date,
): Promise<Buffer> {
  const files: Zippable = {};
  const listed = [];
  for (const [index, { prepared, sheet, issuedAt }] of issued.entries()) {
    const base = `${String(index + 1).padStart(2, '0')}-${prepared.title}`;
    const formats = [];
    for (const format of ['pdf', 'docx'] as const) {
      const bytes = await printer.print({ format, sheets: [sheet] });
      files[`${base}.${format}`] = [bytes, { level: 0, mtime: issuedAt }];
      formats.push({ name: `${base}.${format}`, sha256: createHash('sha256').update(bytes).digest('hex') });
    }
    const { kind, processId, article } = prepared.paper;
    listed.push({
      ...{ kind, title: prepared.title, processId, hash: prepared.hash, article },
      issuedAt: issuedAt.toISOString(),
      files: formats,
    });
  }
  const { processId: electionId, place } = election;
  const manifest = { schemaVersion: 1, electionId, ...place, madeAt: at.toISOString(), papers: listed, notReady };
  files['manifest.json'] = [strToU8(JSON.stringify(manifest, null, 2)), { mtime: at }];
  return Buffer.from(zipSync(files));
}
