// What the people of the rehearsed street will do is decided before anything happens: by the seed, and with every kind of estate in it.
import { seededRandom } from '../../scripts/register/seeded-random';
import { rehearse } from '../../scripts/rehearsal/term';
import { KINDS, makePlans, type Plan } from '../../scripts/rehearsal/term/plans';

const DAYS = 1_096;
const plans = (estates: number, seed = 7) => makePlans(estates, DAYS, seededRandom(seed));
const conduct = ({ kind, name, units, endsAfterDays, launches }: Plan) => [kind, name, units, endsAfterDays, launches];

describe('the plans of a street', () => {
  it('have every kind of estate, however small the street', () => {
    const least = Object.keys(KINDS).length;
    expect(
      plans(least)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(Object.keys(KINDS).sort());
    expect(() => plans(least - 1)).toThrow('too few for all kinds');
  });

  it('have each single estate once, under the name of its kind', () => {
    const street = plans(127);
    expect(street).toHaveLength(127);
    for (const [kind, { share }] of Object.entries(KINDS)) {
      const names = street.filter((plan) => plan.kind === kind).map(({ name }) => name);
      if (share === 'one') expect(names).toEqual([kind]);
      else expect(names.length).toBeGreaterThan(1);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    expect(plans(127).map(conduct)).toEqual(plans(127).map(conduct));
    expect(plans(127, 8).map(conduct)).not.toEqual(plans(127).map(conduct));
  });
});

it('a street that is too small for all kinds is refused with the usage', async () => {
  const complaint = jest.spyOn(console, 'error').mockImplementation(() => {});
  const least = Object.keys(KINDS).length;
  expect(await rehearse(['--estates', String(least - 1)])).toBe(2);
  expect(complaint.mock.calls.map(([line]) => String(line))).toEqual([
    expect.stringContaining(`--estates must be a whole number from ${least}`),
  ]);
  complaint.mockRestore();
});
