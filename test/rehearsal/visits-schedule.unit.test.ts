// The second computation of the schedule, by which the rehearsal `visits` judges the record. Dates by hand: 21:00 in China is 13:00 UTC.
import { computeRounds } from '../../scripts/rehearsal/visits/schedule';

const ms = (at: string): number => Date.parse(`${at}:00.000Z`);
const at = ms('2026-03-02T02:00');
const said = (computed: ReturnType<typeof computeRounds>) => [
  ...computed.settled.map(({ no, outcome, dueAt }) => `${no} ${outcome} ${new Date(dueAt).toISOString().slice(0, 16)}`),
  computed.running && `${computed.running.no} runs ${new Date(computed.running.dueAt).toISOString().slice(0, 16)}`,
];
const visit = (when: string) => ({ at: ms(when), did: 'visit', kind: 'door' }) as const;

it('a red household that is visited on one day of three has missed two', () => {
  const computed = computeRounds({ class: 'red', at }, [visit('2026-03-04T02:00')], ms('2026-03-05T13:00'));
  expect(said(computed)).toEqual([
    '1 missed 2026-03-03T13:00',
    '2 visited 2026-03-04T13:00',
    '3 missed 2026-03-05T13:00',
    '4 runs 2026-03-06T13:00',
  ]);
});

it('a month is counted from the first day each time', () => {
  const launched = { class: 'green', at: ms('2026-01-31T02:00') } as const;
  expect(said(computeRounds(launched, [], ms('2026-04-01T00:00')))).toEqual([
    '1 missed 2026-02-28T13:00',
    '2 missed 2026-03-31T13:00',
    '3 runs 2026-04-30T13:00',
  ]);
});

it('another class puts no open round off, and begins anew after a visit', () => {
  const turned = { at: ms('2026-03-03T02:00'), did: 'reclassify', to: 'green' } as const;
  expect(said(computeRounds({ class: 'red', at }, [turned], ms('2026-03-04T00:00')))).toEqual([
    '1 missed 2026-03-03T13:00',
    '2 runs 2026-04-03T13:00',
  ]);
  const deeds = [visit('2026-03-03T01:00'), turned];
  expect(said(computeRounds({ class: 'red', at }, deeds, ms('2026-03-04T00:00')))).toEqual([
    '1 visited 2026-03-03T13:00',
    '2 runs 2026-04-03T13:00',
  ]);
});
