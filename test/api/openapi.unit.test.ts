// docs/openapi.json is generated: it must be what the operations table says today, and say enough for a client to be made from it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { operations } from '../../api/contracts/operations';
import type { Operation } from '../../api/contracts/operation';
import { openApiDocument } from '../../api/openapi';

const rows = Object.entries(operations) as [string, Operation][];

it('docs/openapi.json is what `npm run openapi` would write', () => {
  const committed: unknown = JSON.parse(readFileSync(path.join(__dirname, '../../docs/openapi.json'), 'utf8'));
  expect(committed).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});

describe('the operations table', () => {
  it.each(rows)('%s is named like its key, and its path takes exactly the parameters it declares', (key, row) => {
    expect(row.id).toBe(key);
    const inPath = [...row.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
    expect(Object.keys(row.params?.shape ?? {}).sort()).toEqual(inPath.sort());
  });

  it.each(rows.filter(([, { access }]) => access.kind === 'roles'))(
    '%s has a scope whose parameter is in its path',
    (_key, row) => {
      if (row.access.kind !== 'roles' || row.access.scope.kind === 'self') return;
      expect(row.path).toContain(`{${row.access.scope.param}}`);
    },
  );

  it('has every method and path once', () => {
    const addresses = rows.map(([, { method, path: at }]) => `${method} ${at.replace(/\{\w+\}/g, '{}')}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  // Signing in changes nothing but the caller's own session; three only look, and a phone number must not stand in a URL. A platform's calls
  // are known again by its own reference of each ballot, and by the totals themselves; an alarm, ticket or payment by its source's number.
  const WITHOUT_COMMAND_ID = new Set([
    ...['login', 'refresh', 'searchOwners', 'checkPolicy', 'dryRunChange'],
    ...['receivePlatformBallots', 'receivePlatformTotals', 'receiveAlarm', 'receiveTicket', 'receivePaymentEvent'],
  ]);

  it.each(rows.filter(([key, { method }]) => method !== 'get' && !WITHOUT_COMMAND_ID.has(key)))(
    '%s changes something and carries a commandId',
    (_key, row) => {
      const holder = row.transport === 'upload' ? row.query : row.body;
      expect(holder !== undefined && 'shape' in holder && 'commandId' in (holder.shape as object)).toBe(true);
    },
  );

  it('puts no personal data into a URL', () => {
    const names = rows.flatMap(([, { params, query }]) =>
      [params, query].flatMap((schema) => Object.keys(schema?.shape ?? {})),
    );
    expect(
      names.filter((name) => /name|phone|number|password|address|text/i.test(name) && name !== 'serialNo'),
    ).toEqual([]);
  });
});
