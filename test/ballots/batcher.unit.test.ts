// Batches that form while the previous one is under way.
import { createBatcher } from '../../store/batcher';

/** A batcher whose batches finish when the test says so. */
function held({ maxBatch = 100, maxInFlight = 4 } = {}) {
  const batches: { key: string; items: number[]; finish(): void; fail(): void }[] = [];
  const batcher = createBatcher<number, string>({
    maxBatch,
    maxInFlight,
    run: (key, items) =>
      new Promise((resolve, reject) => {
        batches.push({
          key,
          items,
          finish: () => resolve(items.map((item) => `${key}${item}`)),
          fail: () => reject(new Error('broken')),
        });
      }),
  });
  return { batcher, batches };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
/** A batch that is over makes way for the next one in the turn after. */
const settled = async () => {
  await turn();
  await turn();
};

test('a lone item goes at once; what comes meanwhile waits and goes together, in order', async () => {
  const { batcher, batches } = held();
  const results = [1, 2, 3, 4].map((item) => batcher.add('a', item));
  expect(batches.map(({ items }) => items)).toEqual([[1]]);
  batches[0]?.finish();
  await settled();
  expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
  batches[1]?.finish();
  expect(await Promise.all(results)).toEqual(['a1', 'a2', 'a3', 'a4']);
});

test('whoever is answered and asks again at once goes with all the others who do', async () => {
  const { batcher, batches } = held();
  const twice = async (item: number) => {
    await batcher.add('a', item);
    await batcher.add('a', 10 * item);
  };
  const all = [1, 2, 3].map(twice);
  for (let n = 0; n < 4; n += 1) {
    batches[n]?.finish();
    await settled();
  }
  await Promise.all(all);
  expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 10], [20, 30]]);
});

test('no batch is larger than allowed, and no more of them are under way than allowed', async () => {
  const { batcher, batches } = held({ maxBatch: 2, maxInFlight: 2 });
  for (const key of ['a', 'b', 'c']) for (const item of [1, 2, 3]) void batcher.add(key, item);
  expect(batches.map(({ key, items }) => [key, items])).toEqual([
    ['a', [1]],
    ['b', [1]],
  ]);
  batches[0]?.finish();
  await settled();
  // The third key has waited longest; the busy first one goes behind it.
  expect(batches[2]).toMatchObject({ key: 'c', items: [1, 2] });
});

test('a batch that fails fails for its own items only', async () => {
  const { batcher, batches } = held();
  const [first, second] = [batcher.add('a', 1), batcher.add('a', 2)];
  batches[0]?.fail();
  await expect(first).rejects.toThrow('broken');
  await settled();
  batches[1]?.finish();
  expect(await second).toBe('a2');
});
