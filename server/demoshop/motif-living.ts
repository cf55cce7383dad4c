import { INK, LEAF, LEAF_DARK, STEEL, TIMBER, TIMBER_DARK, type Ink } from './ink.ts';
import { box, circle, line, mirrored, oval, path, turned } from './shapes.ts';

export function lamp(ink: Ink): string {
  return [
    oval([200, 210, 130, 60], '#ffe9a055'), path('M150 84 H250 L296 200 H104Z', ink.pale), path('M150 84 H190 L164 200 H104Z', '#ffffff66'), line('M104 200 H296', ink.accent, 7),
    ink.pick(2) ? line('M200 204 V306', ink.main, 16) : path('M186 204 h28 q-6 22 14 46 q20 40 -28 58 q-48 -18 -28 -58 q20 -24 14 -46Z', ink.main),
    box([138, 304, 124, 26], ink.dark, 12),
  ].join('');
}

export function cushion(ink: Ink): string {
  const pattern = [
    line('M126 120 L280 274 M176 110 L290 224 M116 170 L230 284', ink.light, 9),
    line('M118 160 H282 M114 204 H286 M118 248 H282', ink.pale, 10),
    [[150, 150], [250, 150], [200, 204], [150, 258], [250, 258]].map(([x = 0, y = 0]) => circle(x, y, 17, ink.accent)).join(''),
    path('M200 136 l66 68 -66 68 -66 -68Z', ink.light) + path('M200 168 l34 36 -34 36 -34 -36Z', ink.dark),
  ];
  return path('M78 92 Q200 118 322 92 Q298 204 322 318 Q200 294 78 318 Q102 204 78 92Z', ink.main) + (pattern[ink.pick(4)] ?? '') + path('M78 318 Q200 294 322 318 L314 296 Q200 274 86 296Z', ink.dark);
}

export function rug(ink: Ink): string {
  const fringe = (x: number): string => Array.from({ length: 13 }, (_, i) => line(`M${x} ${112 + 16 * i} h${x < 200 ? -18 : 18}`, '#e6dcc6', 5)).join('');
  const middle = ink.pick(2) ? path('M200 146 l92 62 -92 62 -92 -62Z', ink.pale) + path('M200 172 l54 36 -54 36 -54 -36Z', ink.accent) : [132, 168, 204, 240, 276].map((y, i) => line(`M86 ${y} l28 -14 28 14 28 -14 28 14 28 -14 28 14 28 -14 28 14`, i % 2 ? ink.pale : ink.accent, 9)).join('');
  return turned(-8, fringe(62) + fringe(338) + box([60, 104, 280, 208], ink.main) + box([78, 120, 244, 176], ink.dark) + box([84, 126, 232, 164], ink.main) + middle);
}

export function vase(ink: Ink): string {
  const stem = (x: number, tilt: number): string => turned(tilt, line(`M${x} 176 V84`, LEAF_DARK, 5) + oval([x, 74, 13, 24], ink.accent) + oval([x + 12, 126, 13, 7], LEAF) + oval([x - 12, 146, 13, 7], LEAF), [x, 176]);
  return [
    stem(200, -18), stem(200, 16), stem(200, 0),
    ink.pick(2) ? path('M172 160 H228 q-4 34 30 66 q48 66 -16 104 H158 q-64 -38 -16 -104 q34 -32 30 -66Z', ink.main) : path('M158 160 H242 q-2 20 10 36 L266 306 q2 24 -20 24 H154 q-22 0 -20 -24 L148 196 q12 -16 10 -36Z', ink.main),
    path('M180 166 q2 40 -24 70 q-22 42 -4 78 q-28 -30 -2 -84 q26 -30 22 -64Z', '#ffffff44'), oval([200, 160, ink.pick(2) ? 28 : 42, 8], ink.deep),
  ].join('');
}

export function candle(ink: Ink): string {
  return [
    path('M200 62 q30 42 0 68 q-30 -26 0 -68Z', '#f2a541'), path('M200 92 q14 20 0 34 q-14 -14 0 -34Z', '#ffe08a'), line('M200 124 V150', INK, 5),
    box([118, 146, 164, 184], ink.main, 16), oval([200, 150, 82, 18], ink.dark), oval([200, 153, 70, 12], '#fbf3e2'), box([118, 212, 164, 74], '#fbf7ee'), box([142, 232, 116, 8], ink.dark, 4), box([162, 252, 76, 6], ink.light, 3),
  ].join('');
}

export function clock(ink: Ink): string {
  const marks = Array.from({ length: 12 }, (_, i) => turned(30 * i, line(`M200 ${i % 3 === 0 ? 108 : 100} V92`, i % 3 === 0 ? INK : '#9a9a94', i % 3 === 0 ? 8 : 5), [200, 196])).join('');
  return circle(200, 202, 132, ink.deep) + circle(200, 196, 132, ink.main) + circle(200, 196, 112, '#fdfaf3') + marks
    + turned(30 * ink.pick(12), line('M200 196 V140', INK, 9), [200, 196]) + turned(30 * ink.pick(12, 4) + 90, line('M200 196 V118', INK, 6), [200, 196]) + circle(200, 196, 10, ink.accent);
}

export function throwBlanket(ink: Ink): string {
  return [
    path('M92 108 q0 -24 24 -24 H284 q24 0 24 24 V286 H92Z', ink.main), path('M92 190 H308 V286 H92Z', ink.dark), path('M92 108 q0 -24 24 -24 h20 V286 H92Z', ink.light),
    line('M92 140 H308 M92 164 H308 M92 222 H308 M92 250 H308', ink.pale, 6), Array.from({ length: 13 }, (_, i) => line(`M${98 + 17 * i} 288 v34`, ink.main, 5)).join(''),
  ].join('');
}

export function curtain(ink: Ink): string {
  return line('M56 80 H344', TIMBER_DARK, 12) + circle(56, 80, 13, TIMBER) + circle(344, 80, 13, TIMBER)
    + mirrored(path('M74 82 H186 Q176 200 118 226 Q152 250 150 330 H74Z', ink.main) + path('M100 82 h20 Q116 190 92 220 V330 H84 V90Z M146 82 h18 Q150 180 116 214Z', ink.dark) + line('M82 228 Q104 234 122 224', ink.accent, 9));
}

export function frame(ink: Ink): string {
  return box([88, 70, 224, 260], ink.dark, 6) + box([102, 84, 196, 232], '#fdfaf3') + box([126, 108, 148, 184], ink.pale) + circle(224, 158, 24, ink.accent) + path('M126 292 V240 l44 -46 38 38 28 -24 38 40 v44Z', ink.main);
}

export function armchair(ink: Ink): string {
  return [
    line('M132 300 L122 330 M268 300 L278 330', TIMBER_DARK, 13), path('M110 200 q-6 -116 90 -116 t90 116 v70 H110Z', ink.main), path('M132 210 q-4 -104 68 -104 t68 104Z', ink.light),
    box([118, 214, 164, 52], ink.light, 20), mirrored(path('M112 186 q-40 -4 -40 34 v66 q0 18 20 18 h34 v-84 q0 -30 -14 -34Z', ink.dark)), box([112, 258, 176, 46], ink.main, 12),
  ].join('');
}

export function sofa(ink: Ink): string {
  return line('M84 296 V328 M316 296 V328', TIMBER_DARK, 13) + box([72, 138, 256, 130], ink.main, 26) + line('M200 146 V226', ink.dark, 5) + box([84, 212, 116, 48], ink.light, 14) + box([200, 212, 116, 48], ink.light, 14)
    + mirrored(box([44, 188, 54, 112], ink.dark, 22)) + box([78, 254, 244, 46], ink.main, 10) + turned(10, box([228, 160, 62, 58], ink.accent, 12), [258, 190]);
}

export function desk(ink: Ink): string {
  return [
    line('M88 196 L76 328 M312 196 L324 328', ink.deep, 13), box([56, 176, 288, 26], ink.main, 6), box([206, 202, 116, 42], ink.dark, 4), line('M252 222 H276', '#e9dcc3', 6),
    box([96, 102, 96, 64], INK, 6), box([104, 110, 80, 48], '#9cc0cf', 2), box([138, 166, 14, 10], INK), path('M262 176 v-40 h32 v40Z', ink.accent), line('M272 136 l-8 -34 M282 136 l6 -40', TIMBER_DARK, 5),
  ].join('');
}

export function bookcase(ink: Ink): string {
  const books = (y: number, colours: readonly string[]): string => colours.map((colour, i) => box([120 + 20 * i, y - 42 - ((i * 7) % 3) * 5, 16, 42 + ((i * 7) % 3) * 5], colour, 2)).join('');
  return [
    box([98, 66, 204, 264], ink.main, 6), box([112, 80, 176, 236], ink.deep), books(150, [ink.accent, '#e9dcc3', '#7d8fc2', '#c98aa0', ink.light]), books(232, ['#e9dcc3', ink.accent, '#6f8f7a', '#d9784f']),
    path('M244 206 h30 l-5 26 h-20Z', '#c46f4e'), oval([259, 196, 18, 16], LEAF), books(316, ['#7d8fc2', '#d9784f', '#e9dcc3', ink.accent, '#9db092', '#c98aa0', ink.light]), box([112, 150, 176, 10], ink.main), box([112, 232, 176, 10], ink.main), box([98, 316, 204, 14], ink.main),
  ].join('');
}

export function chair(ink: Ink): string {
  return [
    line('M138 84 L126 330 M250 220 L274 330 M150 226 L140 330 M226 230 L236 330', ink.dark, 12), path('M130 84 q54 -16 108 0 l8 60 q-60 -12 -120 0Z', ink.main), line('M134 150 V206 M186 142 V206 M242 150 L246 206', ink.dark, 8),
    path('M118 206 H262 q16 0 20 18 l2 8 H108 l2 -10 q2 -16 8 -16Z', ink.main), path('M118 206 H262 q8 0 12 6 H112Z', ink.light), line('M132 278 H262', ink.dark, 7),
  ].join('');
}

export function coffeeTable(ink: Ink): string {
  return [
    line('M112 212 L88 328 M288 212 L312 328 M158 222 L150 306 M242 222 L250 306', ink.deep, 11), oval([200, 280, 104, 15], ink.dark), oval([200, 208, 142, 36], ink.dark), oval([200, 200, 142, 36], ink.main), oval([200, 197, 122, 26], ink.light),
    box([154, 172, 66, 14], ink.accent, 3), box([160, 160, 60, 13], '#7d8fc2', 3), path('M244 160 h34 v22 q-17 12 -34 0Z', '#fbf7ee'),
  ].join('');
}

export function bed(ink: Ink): string {
  return [
    path('M66 108 q134 -34 268 0 V256 H66Z', ink.main), path('M66 108 q134 -34 268 0 v18 q-134 -34 -268 0Z', ink.light), box([56, 244, 288, 62], ink.dark, 10), line('M78 304 V328 M322 304 V328', ink.deep, 15),
    box([70, 196, 260, 62], '#fbf7ee', 16), mirrored(box([88, 162, 98, 48], '#ffffff', 18)), path('M66 224 q134 -18 268 0 v38 q0 14 -14 14 H80 q-14 0 -14 -14Z', ink.accent), path('M66 224 q134 -18 268 0 v14 q-134 -18 -268 0Z', '#ffffff55'),
  ].join('');
}

export function stool(ink: Ink): string {
  return line('M146 148 L118 328 M254 148 L282 328 M200 152 V318', ink.dark, 13) + line('M134 250 H266', STEEL, 8) + oval([200, 146, 90, 24], ink.dark) + oval([200, 136, 90, 24], ink.main) + oval([192, 132, 64, 13], ink.light);
}

export function wardrobe(ink: Ink): string {
  return box([96, 62, 208, 258], ink.main, 8) + line('M120 320 V330 M280 320 V330', ink.deep, 14) + box([108, 74, 88, 176], ink.light, 4) + box([204, 74, 88, 176], ink.light, 4) + box([108, 260, 184, 48], ink.dark, 4) + circle(186, 166, 6, INK) + circle(214, 166, 6, INK) + line('M186 284 H214', INK, 7);
}

export function mirror(ink: Ink): string {
  return oval([200, 196, 106, 134], ink.dark) + oval([200, 194, 94, 122], '#dbe8ee') + line('M150 180 L214 106 M160 220 L254 116', '#ffffff', 10);
}
