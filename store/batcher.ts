// Micro-batches without timers: what arrives while the previous batch of the same key is under way forms the next one, so a lone
// request never waits and a crowd shares its commits. What a batch does is the caller's.

export interface Batcher<Item, Result> {
  /** Resolves with this item's own result; rejects when its whole batch failed. */
  add(key: string, item: Item): Promise<Result>;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export interface BatcherOptions<Item, Result> {
  /** Runs one batch; the results are in the order of the items. */
  run(key: string, items: Item[]): Promise<Result[]>;
  /** Items in one batch at most. */
  maxBatch: number;
  /** Batches (of different keys) under way at most: each holds a database connection. */
  maxInFlight: number;
}

export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>): Batcher<Item, Result> {
  const queues = new Map<string, Waiting<Item, Result>[]>();
  const busy = new Set<string>();

  function pump(): void {
    for (const [key, queue] of queues) {
      if (busy.size >= options.maxInFlight) return;
      if (!busy.has(key)) void flush(key, queue);
    }
  }

  async function flush(key: string, queue: Waiting<Item, Result>[]): Promise<void> {
    const batch = queue.splice(0, options.maxBatch);
    if (queue.length === 0) queues.delete(key);
    busy.add(key);
    try {
      const results = await options.run(
        key,
        batch.map(({ item }) => item),
      );
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error('The batch gave no result for one of its items.'));
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      // Whoever has just been answered and asks again at once still joins the next batch: without the pause the first of them would go alone.
      setImmediate(() => release(key));
    }
  }

  function release(key: string): void {
    busy.delete(key);
    // To the end of the line, so that one busy vote does not starve the others.
    const rest = queues.get(key);
    queues.delete(key);
    if (rest) queues.set(key, rest);
    pump();
  }

  return {
    add(key, item) {
      return new Promise((resolve, reject) => {
        const queue = queues.get(key);
        if (queue) queue.push({ item, resolve, reject });
        else queues.set(key, [{ item, resolve, reject }]);
        pump();
      });
    },
  };
}
