// Tables in a terminal: Chinese letters take the room of two.

/** Columns as wide as their widest cell; the first to the left, the others to the right. */
export function printColumns(rows: readonly string[][], say: (line: string) => void): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => widthOf(cells[column] ?? '')))) ?? [];
  for (const cells of rows)
    say(
      cells
        .map((cell, column) => padded(cell, widths[column] ?? 0, column === 0))
        .join('  ')
        .trimEnd(),
    );
}

const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0);

function padded(text: string, width: number, isLeft: boolean): string {
  const blanks = ' '.repeat(width - widthOf(text));
  return isLeft ? text + blanks : blanks + text;
}
