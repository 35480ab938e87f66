import type { ShareUnit } from '../../domain/shares/types';

/** A household of 100.00 m² on the first floor, called `u<n>`. */
export const aShareUnit = (unitNo: number, more: Partial<ShareUnit> = {}): ShareUnit => ({
  ...{ unitNo, unitLabel: `u${unitNo}`, isHousehold: true, areaDm2: 10_000, floor: 1 },
  ...more,
});
