// Lets a few do something costly at the same time while the others wait their turn, and sends away whoever would wait too long.

export interface Turns {
  /** Undefined: too many wait already, and nothing was done. */
  take<T>(work: () => Promise<T>): Promise<T | undefined>;
}

export function createTurns(atOnce: number, mayWait: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async take(work) {
      if (running >= atOnce) {
        if (waiting.length >= mayWait) return undefined;
        // Whoever is done hands over the turn itself, so that nobody slips in between.
        await new Promise<void>((go) => waiting.push(go));
      } else running += 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
