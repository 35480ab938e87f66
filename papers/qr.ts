// A QR code as squares (PDF) and as a picture (docx), from one encoder.
import QRCode from 'qrcode';

const QUIET = 4;

/** Rows of dark runs, in modules from the upper left corner of the quiet zone: [x, y, length]. */
export function qrRuns(code: string): { size: number; runs: [number, number, number][] } {
  const { size, data } = QRCode.create(code, { errorCorrectionLevel: 'M' }).modules;
  const runs: [number, number, number][] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size;) {
      let length = 0;
      while (x + length < size && data[y * size + x + length]) length++;
      if (length > 0) runs.push([x + QUIET, y + QUIET, length]);
      x += Math.max(1, length);
    }
  }
  return { size: size + 2 * QUIET, runs };
}

/** PNG, black on white. */
export const qrPicture = (code: string): Promise<Buffer> =>
  QRCode.toBuffer(code, { errorCorrectionLevel: 'M', margin: QUIET, scale: 6 });
