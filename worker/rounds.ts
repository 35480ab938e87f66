// Work that comes round again and again beside the workflows: one look, a pause that a stop ends early, the next look.
import { createPause } from './pause';

export interface Rounds {
  /** Ends after the look in hand. */
  stop(): Promise<void>;
}

/**
 * Looks at once, then after each pause. `look` answers true to go on without one. A look that fails is told to `onError`, and the next one
 * comes after the pause all the same.
 */
export function startRounds({
  pauseMs,
  look,
  onError,
}: {
  pauseMs: number;
  look: (isStopping: () => boolean) => Promise<boolean>;
  onError: (error: unknown) => void;
}): Rounds {
  let isStopping = false;
  const pause = createPause();
  const run = async (): Promise<void> => {
    while (!isStopping) {
      let goesOn = false;
      try {
        goesOn = await look(() => isStopping);
      } catch (error) {
        onError(error);
      }
      if (!isStopping && !goesOn) await pause.rest(pauseMs);
    }
  };
  const running = run();
  return {
    async stop() {
      isStopping = true;
      pause.wake();
      await running;
    },
  };
}
