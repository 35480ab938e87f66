// Waits for something that another process will bring about.

/** Asks every `everyMs` until `find` gives something; throws after `withinMs`, naming `what`. */
export async function until<T>(
  what: string,
  find: () => Promise<T | undefined>,
  { everyMs, withinMs }: { everyMs: number; withinMs: number },
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
