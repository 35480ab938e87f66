// Fixtures of operations whose path names an estate (operation-fixtures.ts).
import type { Place } from './api-world';
import type { Fixture, Prepared } from './operation-fixtures';

/** A fixture at this estate; `prepare` adds what its path, query or body needs besides. */
export const atEstate =
  (estate: Place) =>
  (prepare: () => Prepared = () => ({}), more: Partial<Fixture> = {}): Fixture => ({
    at: estate,
    prepare: () => {
      const { params, ...rest } = prepare();
      return { params: { estateId: estate.id, ...params }, ...rest };
    },
    ...more,
  });
