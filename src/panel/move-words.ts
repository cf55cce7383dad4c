import { bookOf, pluralsOf, type Count } from '#page/words';

const plural = pluralsOf('en');

/** Words of the move, in English. */
export const MOVE_ENGLISH = {
  moved: (day: string) => `You moved from this browser to another one. This browser sends nothing until ${day}, because the other one counts what was spent here. Only time undoes this.`,
  out: 'From this browser',
  outLead: 'Makes a file that only your passphrase opens, with your history, your wishes and what you spent of your privacy budget. It goes nowhere by itself: you carry it.',
  outStop: (day: string) => `Once you save, copy or show it, this browser sends nothing until ${day}, because the other device counts what was spent here. Only time undoes that. Recommendations go on here as before.`,
  passphrase: 'Passphrase', made: 'We made one for you. Change it if you like, and write it down: nobody can open the file without it, and it is kept nowhere.',
  short: (count: Count) => plural(count, { one: 'At least # letter, please', other: 'At least # letters, please' }),
  make: 'Seal my data', sealing: 'Sealing…', ready: (bytes: string) => `Sealed: ${bytes}. Save the file, or let the other device’s camera read it.`,
  save: 'Save the file', copyText: 'Copy as text', copied: 'Copied', show: 'Show codes', hide: 'Hide codes', refused: 'That does not work here. Save the file instead.',
  tooLarge: 'It is too large for codes that a camera reads. Use the file.',
  code: (place: string, of: string) => `Code ${place} of ${of}`, codeLead: 'Point the other device’s camera here until it has all of them.', pause: 'Pause', play: 'Play', next: 'Next',
  in: 'To this browser',
  inLead: 'What comes is put together with what is here: nothing twice, and nothing that you deleted or hid comes back.',
  needsYes: 'First allow this shop to remember, above.',
  file: 'Choose the file', paste: 'Or paste its text, or what a camera read', camera: 'Use the camera', cameraStop: 'Stop the camera',
  cameraLook: (got: string, of: string) => `${got} of ${of} codes read`, cameraNone: 'Point the camera at the codes.', cameraDenied: 'The camera cannot be used here. Use the file.',
  have: (bytes: string) => `There: ${bytes}.`, bring: 'Bring it in', opening: 'Opening…',
  done: (events: Count, reports: Count) => `Brought in ${plural(events, { one: '# thing', other: '# things' })} and the cost of ${plural(reports, { one: '# report', other: '# reports' })}.`,
  older: (reports: Count) => `This was sealed before you last said no here, so nothing of your history came in; the cost of ${plural(reports, { one: '# report', other: '# reports' })} did.`,
  /** Why a file is not taken; what is here stays as it was. */
  faults: {
    'not-ours': 'This is no file of ours.', 'newer-version': 'This file was made by a newer version than this shop has here. Try again when the shop has it.',
    'cut-off': 'Part of this file is missing. Copy it over again.', damaged: 'This file was damaged on its way. Copy it over again.', 'other-shop': 'This file belongs to another shop.',
    'wrong-passphrase': 'That is not its passphrase.', 'no-crypto': 'This page has no secure connection (https), so the browser cannot seal or open.', 'too-large': 'This is no file of ours: it is too large.',
  },
  same: 'Nothing here was changed.',
} as const;

/** The same in the page's language. */
export const moveBook = bookOf(MOVE_ENGLISH, {
  zh: async () => (await import('./panel-zh.ts')).MOVE,
  ar: async () => (await import('./panel-ar.ts')).MOVE,
});
