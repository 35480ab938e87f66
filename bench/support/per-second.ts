// How often a second something can be done by several callers at once.

/** Does `work` so many times, with the number of each; returns how many a second were done. */
export async function perSecond(
  amount: number,
  callers: number,
  work: (n: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  const caller = async () => {
    while (next < amount) await work(next++);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (amount * 1000) / (performance.now() - startedAt);
}
