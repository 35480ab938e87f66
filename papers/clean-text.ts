// Texts that people wrote, made fit for a page: nothing in them may steer the printer, turn the line round, or break the file.

/** C0 and C1 controls other than line feed and tab, marks that turn the direction of writing, invisible characters, non-characters. */
const UNPRINTABLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/gu;

/** The same text for every printer: NFC, lone surrogates replaced, tabs as spaces, line breaks as `\n`, nothing invisible. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(UNPRINTABLE, '');
