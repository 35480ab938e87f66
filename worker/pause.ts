// A pause between two looks that somebody can end early.

export interface Pause {
  /** Resolves after so many milliseconds, or when it is woken. */
  rest(ms: number): Promise<void>;
  /** Ends the rest that is under way; without one nothing happens. */
  wake(): void;
}

export function createPause(): Pause {
  let end: () => void = () => {};
  return {
    rest: (ms) =>
      new Promise((go) => {
        const timer = setTimeout(go, ms);
        end = () => {
          clearTimeout(timer);
          go();
        };
      }),
    wake: () => end(),
  };
}
