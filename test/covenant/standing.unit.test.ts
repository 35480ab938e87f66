// Which version of the covenant is in force, to the day of its beginning and to the instant of its revocation.
import { inForceAt, standingOf, type Resting } from '../../domain/covenant/standing';

const aVersion = (version: number, more: Partial<Resting> = {}): Resting => ({
  ...{ version, inForceOn: `2026-0${version}-01`, contest: null, revoked: null },
  ...more,
});
const at = (day: string, time = '12:00:00.000') => ({ day, at: `${day}T${time}Z` });

it('is in force from its day, until a later one begins', () => {
  const versions = [aVersion(2), aVersion(1)];
  expect(inForceAt(versions, at('2025-12-31'))).toBeUndefined();
  expect(inForceAt(versions, at('2026-01-01'))?.version).toBe(1);
  expect(inForceAt(versions, at('2026-01-31'))?.version).toBe(1);
  expect(inForceAt(versions, at('2026-02-01'))?.version).toBe(2);
});

it('is in force while it is contested, up to the instant of the revocation, and then the one before is, whatever their order', () => {
  const revoked = { by: 'court', at: '2026-03-01T12:00:00.000Z' } as const;
  const contest = { ground: 'rights', since: '2026-02-02T00:00:00.000Z' } as const;
  const versions = [aVersion(1), aVersion(2, { contest, revoked })];
  expect(inForceAt(versions, at('2026-03-01', '11:59:59.999'))?.version).toBe(2);
  expect(inForceAt(versions, at('2026-03-01', '12:00:00.000'))?.version).toBe(1);
  expect(inForceAt([aVersion(1, { revoked })], at('2026-03-01'))).toBeUndefined();
});

it.each([
  ['firm', {}],
  ['contestedRights', { contest: { ground: 'rights', since: 'x' } }],
  ['contestedProcedure', { contest: { ground: 'procedure', since: 'x' } }],
  ['revokedByCourt', { contest: { ground: 'rights', since: 'x' }, revoked: { by: 'court', at: 'x' } }],
  ['revokedByOffice', { revoked: { by: 'office', at: 'x' } }],
] as const)('has the code %s', (code, more) => {
  expect(standingOf(aVersion(1, more))).toBe(code);
});
