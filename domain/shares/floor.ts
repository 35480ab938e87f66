// On which floor a room is, by its number: 301 is on the third, 1502 on the fifteenth, B1-003 one below the ground. Numbers that say nothing
// (`甲`, `12`, `3A01`) answer null, and whoever needs the floor has to agree on weights by unit instead.

/** The floor of a room as the register writes it; below the ground negative. */
export function floorOfRoom(room: string): number | null {
  const below = /^B(\d)(?:-|$)/i.exec(room);
  if (below) return -Number(below[1]);
  const above = /^[A-Z]?0*([1-9]\d?)\d\d$/i.exec(room);
  return above ? Number(above[1]) : null;
}
