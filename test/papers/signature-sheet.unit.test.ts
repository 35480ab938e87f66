// The sheets of a petition: how many, how they are numbered, and what stands on each of them.
import { PETITION_PAPERS } from '../../papers/kinds/petition';
import type { PetitionRecord, RollLine } from '../../papers/record';
import type { PaperData } from '../../papers/vocabulary';
import { collectingPetition, petitionOf } from '../support/a-petition';

const right = (rightNo: number): RollLine => ({
  ...{ rightNo, label: `${rightNo}室`, unitCount: 1, areaDm2: 9_000, holders: ['业*'], hasVoter: true },
});

function sheetsFor(rights: number, request = '请求召开临时会议'): PaperData {
  const play = collectingPetition({ heads: 100 });
  const core = petitionOf(play);
  const record: PetitionRecord = {
    ...{ processId: 'petition', place: { estate: '一小区', community: '', street: '', district: '' } },
    ...{ policy: play.policy, calendar: play.setting.calendar, core, clocks: play.state.clocks, events: [] },
    ...{ names: new Map(), texts: new Map([[core.requestText, request]]) },
    roll: Array.from({ length: rights }, (_, index) => right(index + 1)),
  };
  const data = PETITION_PAPERS.find(({ code }) => code === 'signatureSheet')?.data(record);
  if (!data) throw new Error('no sheets');
  return data;
}

it('fifteen rights fit on one sheet, the sixteenth begins the second, where lines are counted anew', () => {
  expect(sheetsFor(15)['sheetCount']).toBe('1');
  const { sheets } = sheetsFor(16) as { sheets: { page: string; lines: { line: string; rightNo: string }[] }[] };
  expect(sheets.map(({ page, lines }) => [page, lines.length])).toEqual([
    ['1', 15],
    ['2', 1],
  ]);
  expect(sheets[1]?.lines[0]).toMatchObject({ line: '1', rightNo: '16' });
});

it('a demand of a hundred and twenty characters stands on every sheet, a longer one in full on the first page only', () => {
  const request = '请'.repeat(120);
  expect(sheetsFor(1, request)).toMatchObject({ request, shortRequest: request });
  expect(sheetsFor(1, `${request}求`)).toMatchObject({
    ...{ request: `${request}求`, shortRequest: `${request}……（全文见首页）` },
  });
});
