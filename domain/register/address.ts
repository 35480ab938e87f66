// Where a unit is: building, entrance and room in one canonical spelling, so that `1-1-101`, `１－１－101` and ` 101 ` meet.
// Whether two units may be at one address is judge-unit.ts.
import { chineseNumber, compact } from './normalise';

export interface UnitAddress {
  /** Canonical spellings, compared: `1`, `A`, `地下车库`. The entrance is empty where a building has none. */
  buildingKey: string;
  entranceKey: string;
  roomKey: string;
  /** As people read them: `1栋`, `2单元`, `101`. */
  buildingName: string;
  entranceName: string;
  room: string;
  /** Unique within an estate and in natural order (numbers padded): building, entrance, room. */
  unitKey: string;
  /** Building and room without the entrance: finds a row on which the entrance was left out. */
  doorKey: string;
}

export type AddressProblem = 'building-missing' | 'room-missing' | 'room-contradicts' | 'address-malformed';

// Every dash, tilde and slash that stands between the parts of a room number.
const SEPARATOR = /[-‐‑‒–—―−ー~〜_/\\、,.·#]+/g;
const BUILDING_SUFFIX = /(?:号楼|号栋|号|栋|幢|座|楼|#)$/;
const ENTRANCE_SUFFIX = /(?:单元|门洞|门|梯)$/;
const LONGEST_PART = 20;

const tidyPart = (text: string, suffix: RegExp): string => {
  const bare = text.toUpperCase().replace(/^第/, '').replace(suffix, '');
  const number = chineseNumber(bare === '' ? text : bare);
  return /^\d+$/.test(number) ? number.replace(/^0+(?=\d)/, '') : number;
};

export const buildingKeyOf = (raw: string): string => tidyPart(compact(raw), BUILDING_SUFFIX);
export const entranceKeyOf = (raw: string): string => tidyPart(compact(raw), ENTRANCE_SUFFIX);

/** `1`, `1#` and `1栋` are called `1栋`; `1号楼`, `A座` and `地下车库` keep their own word. */
const buildingNameOf = (raw: string): string => {
  const text = compact(raw);
  return /^[0-9A-Z]{1,4}#?$/i.test(text) ? `${buildingKeyOf(text)}栋` : text;
};
const entranceNameOf = (raw: string): string => {
  const text = compact(raw);
  return ENTRANCE_SUFFIX.test(text) ? text : `${entranceKeyOf(text)}单元`;
};

const roomPartKey = (part: string): string => (/^\d+$/.test(part) ? part.replace(/^0+(?=\d)/, '') : part.toUpperCase());

/** Pads every number to six digits, so that text order is natural order: 2 before 10. */
const natural = (text: string): string => text.replace(/\d+/g, (digits) => digits.padStart(6, '0'));

/**
 * The address in the three cells. The room may repeat the building and the entrance (`1-1-101`, `1栋1单元101室`); what it
 * repeats must agree with the other cells. An entrance that only the room names is taken from there.
 */
export function parseAddress(cells: {
  building: string;
  entrance: string;
  room: string;
}): { address: UnitAddress } | { problem: AddressProblem } {
  const building = compact(cells.building);
  if (building === '') return { problem: 'building-missing' };
  const roomText = compact(cells.room);
  if (roomText === '') return { problem: 'room-missing' };
  const buildingKey = buildingKeyOf(building);
  let entrance = compact(cells.entrance);
  const parts = roomText
    .replace(/(?:号楼|栋|幢|座|单元)/g, '-')
    .replace(/(?:号房|房间|房|室|号)$/, '')
    .replace(SEPARATOR, '-')
    .split('-')
    .filter((part) => part !== '');
  const room = parts.at(-1);
  if (room === undefined) return { problem: 'address-malformed' };
  const before = parts.slice(0, -1);
  let ownParts = [room];
  if (before.length > 2) return { problem: 'address-malformed' };
  if (before.length === 2) {
    const [b = '', e = ''] = before;
    if (buildingKeyOf(b) !== buildingKey) return { problem: 'room-contradicts' };
    if (entrance === '') entrance = e;
    else if (entranceKeyOf(e) !== entranceKeyOf(entrance)) return { problem: 'room-contradicts' };
  } else if (before.length === 1) {
    const [part = ''] = before;
    if (entrance === '') {
      // `1-101` without an entrance cell: entrance and room, if it looks like an entrance; `B1-001` is a stall's own number.
      if (/^(?:\d{1,2}|[A-Z]|[一二三四五六七八九十]{1,2})$/i.test(part)) entrance = part;
      else ownParts = [part, room];
    } else if (entranceKeyOf(part) !== entranceKeyOf(entrance) && buildingKeyOf(part) !== buildingKey) {
      if (/^\d+$/.test(part)) return { problem: 'room-contradicts' };
      ownParts = [part, room];
    }
  }
  const entranceKey = entrance === '' ? '' : entranceKeyOf(entrance);
  const roomKey = ownParts.map(roomPartKey).join('-');
  if ([buildingKey, entranceKey, roomKey].some((key) => key.length > LONGEST_PART))
    return { problem: 'address-malformed' };
  return {
    address: {
      buildingKey,
      entranceKey,
      roomKey,
      buildingName: buildingNameOf(building),
      entranceName: entrance === '' ? '' : entranceNameOf(entrance),
      room: ownParts.join('-'),
      unitKey: [buildingKey, entranceKey, roomKey].map(natural).join('/'),
      doorKey: [buildingKey, roomKey].map(natural).join('/'),
    },
  };
}

/** `1栋2单元101`. */
export const unitLabel = (buildingName: string, entranceName: string, room: string): string =>
  `${buildingName}${entranceName}${room}`;
