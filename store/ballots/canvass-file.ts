// The walk from door to door as a file to print: the rows of still-missing.ts, formulas defused.
import { stringify } from 'csv-stringify/sync';
import { formatArea } from '../../domain/register/normalise';
import { defuse } from '../table-file';
import { pageOfMissing, type CanvassPart, type MissingRight } from './still-missing';
import type { Db, VoteWindowRow } from './vote-window';
import { eachPage } from '../each-page';

const PAGE = 1_000;

const HEADER = ['票权序号', '楼栋', '单元', '房号', '面积（㎡）', '权利人', '纸票号', '送达情况'];

const RESULTS: Record<string, string> = { delivered: '已送达', undeliverable: '无法送达', announced: '已公告' };
const CHANNELS: Record<string, string> = { paper: '入户', electronic: '电子', sms: '短信', announcement: '公告' };

/** Keyset pages: who votes while the file is being written is left out from there on. */
export async function* canvassFile(
  db: Db,
  window: Pick<VoteWindowRow, 'voteId' | 'rollId'>,
  part: CanvassPart,
): AsyncGenerator<Buffer> {
  // Chinese Excel takes a CSV for GB18030 unless it begins with the mark of UTF-8.
  yield Buffer.from(`\ufeff${stringify([HEADER], { record_delimiter: 'windows' })}`);
  const missing = (after: MissingRight | null) =>
    pageOfMissing(db, window, { ...part, afterRightNo: after?.rightNo ?? 0, limit: PAGE });
  for await (const page of eachPage(PAGE, missing))
    yield Buffer.from(stringify(page.map(cellsOf), { record_delimiter: 'windows' }));
}

const cellsOf = (right: MissingRight): string[] =>
  [
    String(right.rightNo),
    right.building ?? '',
    right.entrance ?? '',
    right.label,
    formatArea(right.areaDm2),
    right.holders.join('、') + (right.hasVoter ? '' : '（未推选代表）'),
    right.paper === null ? '' : String(right.paper.serialNo),
    right.tried.map(({ channel, result }) => `${CHANNELS[channel] ?? channel}${RESULTS[result] ?? result}`).join('；'),
  ].map(defuse);
