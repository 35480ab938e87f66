// What a stack test knows of the servers that keeper.ts runs.

export const TEMPLATE_DATABASE = 'gongzhi_template';

export interface TestStack {
  /** Address of the keeper itself. */
  keeper: string;
  /** Address of the `postgres` database as superuser. */
  postgres: string;
}

export function testStack(): TestStack {
  const text = process.env['GONGZHI_TEST_STACK'];
  if (text === undefined) throw new Error('No test stack: name the file .db, .api, .flow, .replay or .e2e.test.ts.');
  return JSON.parse(text) as TestStack;
}

/** Asks the keeper for a server; it starts it on the first request of the whole run. */
export async function askKeeper<Answer>(what: '/dev-server' | '/test-server' | '/workflow-bundle'): Promise<Answer> {
  const response = await fetch(testStack().keeper + what);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Answer;
}
