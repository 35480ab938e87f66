/** The code for which the attempt was refused; undefined: it was not. */
export const refusalOf = async (attempt: Promise<unknown>): Promise<string | undefined> =>
  attempt.then(
    () => undefined,
    (error: { rejection: { code: string } }) => error.rejection.code,
  );
