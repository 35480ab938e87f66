// The fonts that papers are printed with: Noto Serif SC (SIL Open Font License), which has the rare characters of names.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Fonts } from '../../papers/render-pdf';

export function readFonts(): Fonts {
  const directory = path.dirname(require.resolve('@expo-google-fonts/noto-serif-sc/package.json'));
  return {
    regular: readFileSync(path.join(directory, '400Regular/NotoSerifSC_400Regular.ttf')),
    bold: readFileSync(path.join(directory, '700Bold/NotoSerifSC_700Bold.ttf')),
  };
}
