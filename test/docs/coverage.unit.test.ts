// docs/coverage.md promises that each row is shown by named tests: every file and every name that it gives must be there.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const read = (...parts: string[]): string => readFileSync(path.join(__dirname, '..', '..', ...parts), 'utf8');

/** `folder/file.kind` with the names in *stars* that follow it, wherever they stand in a row. */
function promisesOf(page: string): { file: string; names: string[] }[] {
  const parts = page.split(/`([a-z-]+\/[a-z-]+\.(?:unit|db|api|e2e|flow|replay))`/);
  return parts.flatMap((file, index) =>
    index % 2 === 0
      ? []
      : [
          {
            file: `${file}.test.ts`,
            names: [...(parts[index + 1] ?? '').matchAll(/(?<![*\w])\*([^*\n]+)\*/g)].map(([, name]) => name ?? ''),
          },
        ],
  );
}

const promises = promisesOf(read('docs', 'coverage.md'));

it('the page names tests at all', () => {
  expect(promises.length).toBeGreaterThan(50);
  expect(promises.flatMap(({ names }) => names).length).toBeGreaterThan(60);
});

it.each([...new Set(promises.map(({ file }) => file))])(
  '%s is there, and so is every test that the page names',
  (file) => {
    const place = path.join('test', file);
    expect(existsSync(path.join(__dirname, '..', '..', place))).toBe(true);
    // Quotes are written straight or curled, as the string allows.
    const straight = (text: string) => text.replaceAll('’', "'").replaceAll("\\'", "'");
    const text = straight(read(place));
    const names = promises.filter((promise) => promise.file === file).flatMap((promise) => promise.names);
    expect(names.filter((name) => !text.includes(straight(name)))).toEqual([]);
  },
);
