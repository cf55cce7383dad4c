import { INK, LEAF, LEAF_DARK, PAPER, STEEL, STEEL_DARK, TIMBER, TIMBER_DARK, type Ink } from './ink.ts';
import { box, circle, line, mirrored, oval, path, ring, turned } from './shapes.ts';

export function notebook(ink: Ink): string {
  return turned(-7, box([112, 74, 196, 254], ink.deep, 10) + box([118, 80, 190, 240], PAPER, 6) + box([104, 70, 192, 252], ink.main, 10) + box([104, 70, 26, 252], ink.dark, 10) + line('M272 70 V322', ink.accent, 8) + (ink.pick(2) ? box([154, 120, 96, 52], PAPER, 6) + line('M168 140 H236 M168 154 H218', ink.dark, 4) : circle(204, 190, 36, ink.light)));
}

export function pen(ink: Ink): string {
  return turned(42, box([182, 40, 36, 150], ink.main, 16) + box([216, 56, 10, 92], '#c9a44a', 5) + box([180, 184, 40, 14], '#c9a44a', 3) + path('M182 198 H218 L212 284 H188Z', ink.dark) + path('M188 284 H212 L200 344Z', '#d9c07a') + line('M200 300 V340', INK, 3) + circle(200, 304, 4, INK) + box([188, 52, 8, 120], '#ffffff44', 4)) + line('M70 330 q50 -24 90 0', ink.dark, 5);
}

export function sketchbook(ink: Ink): string {
  const rings = Array.from({ length: 9 }, (_, i) => ring([110 + 22.5 * i, 82, 9], STEEL_DARK, 4)).join('');
  return box([82, 82, 236, 248], ink.dark, 8) + box([88, 88, 224, 230], PAPER, 4) + path('M112 272 q40 -90 80 -30 q28 -60 92 10', PAPER) + line('M112 262 q36 -84 78 -24 q30 -62 94 20', ink.main, 7) + circle(246, 150, 22, ink.accent) + line('M118 292 H262', '#c9c2b2', 4) + rings + turned(30, box([288, 180, 16, 120], '#e9b44c', 3) + path('M288 300 h16 l-8 24Z', '#e7d5b2'), [296, 240]);
}

export function planner(ink: Ink): string {
  const days = Array.from({ length: 20 }, (_, i) => box([110 + 38 * (i % 5), 160 + 36 * Math.floor(i / 5), 28, 26], i === 3 + ink.pick(12) ? ink.accent : i % 7 === 0 ? ink.pale : '#ece6d8', 5)).join('');
  return box([84, 82, 232, 248], ink.dark, 14) + box([84, 76, 232, 244], PAPER, 14) + path('M84 90 q0 -14 14 -14 H302 q14 0 14 14 V140 H84Z', ink.main) + mirrored(box([132, 58, 16, 44], STEEL_DARK, 8)) + days;
}

export function book(ink: Ink): string {
  return path('M104 92 q0 -20 20 -20 H296 V300 H124 q-20 0 -20 20Z', ink.main) + path('M104 310 q0 -18 20 -18 H296 V330 H124 q-20 0 -20 -20Z', PAPER) + line('M126 304 H292 M126 316 H292', '#d9d0bd', 3) + box([104, 80, 22, 226], ink.dark, 10) + box([150, 116, 122, 76], PAPER, 4) + box([166, 134, 90, 10], ink.dark, 4) + box([180, 156, 62, 7], ink.light, 3) + oval([212, 250, 34, 12], ink.light) + path('M184 248 q28 -60 56 0Z', ink.accent);
}

export function deskOrganiser(ink: Ink): string {
  return turned(-8, box([128, 84, 14, 120], '#e9b44c', 3), [134, 200]) + box([158, 70, 14, 130], ink.accent, 4) + turned(10, line('M196 96 V200', STEEL, 9), [196, 200]) + line('M258 120 l-12 80 M270 120 l12 80', STEEL_DARK, 8) + circle(254, 112, 13, 'none') + ring([252, 106, 13], ink.accent, 7) + ring([278, 106, 13], ink.accent, 7) + box([98, 186, 108, 144], ink.main, 10) + box([206, 226, 108, 104], ink.light, 10) + box([98, 286, 216, 44], ink.dark, 10);
}

export function plantPot(ink: Ink): string {
  return leaves() + path('M108 196 H292 L270 318 q-2 12 -16 12 H146 q-14 0 -16 -12Z', ink.main) + path('M108 196 h40 l16 134 h-18 q-14 0 -16 -12Z', ink.light) + box([96, 176, 208, 36], ink.dark, 10) + (ink.pick(2) ? line('M126 256 l24 16 24 -16 24 16 24 -16 24 16 24 -16', ink.pale, 7) : '');
}

export function houseplant(ink: Ink): string {
  const leaf = (degrees: number, length: number): string => turned(degrees, line(`M200 236 V${236 - length}`, LEAF_DARK, 6) + path(`M200 ${236 - length - 46} q44 40 0 96 q-44 -56 0 -96Z`, LEAF) + line(`M200 ${236 - length - 36} V${236 - length + 40}`, LEAF_DARK, 3), [200, 236]);
  return leaf(-48, 84) + leaf(46, 90) + leaf(-22, 118) + leaf(20, 122) + leaf(0, 138) + path('M136 232 H264 L250 318 q-2 12 -14 12 H164 q-12 0 -14 -12Z', ink.main) + path('M136 232 h32 l10 98 h-14 q-12 0 -14 -12Z', ink.light) + box([128, 220, 144, 22], ink.dark, 8);
}

function leaves(): string {
  return [-40, -14, 16, 44].map((degrees, i) => turned(degrees, oval([200, 122, 20, 62], i % 2 ? LEAF : LEAF_DARK), [200, 190])).join('');
}

export function wateringCan(ink: Ink): string {
  return line('M250 158 C330 120 350 220 276 280', ink.dark, 14) + line('M144 152 C150 86 236 86 242 152', ink.dark, 12) + path('M132 260 L62 142 l18 -10 L148 214Z', ink.light) + turned(-32, oval([66, 132, 30, 14], ink.deep), [66, 132]) + path('M130 150 H270 L284 316 q0 14 -14 14 H130 q-14 0 -14 -14Z', ink.main) + path('M130 150 h30 l-8 180 h-22 q-14 0 -14 -14Z', ink.light) + oval([200, 150, 70, 16], ink.deep) + [[40, 160], [54, 178], [34, 190]].map(([x = 0, y = 0]) => oval([x, y, 4, 8], '#7fb0d3')).join('');
}

export function secateurs(ink: Ink): string {
  return turned(24, path('M196 186 Q150 120 178 56 Q226 90 214 180Z', STEEL) + path('M206 186 Q250 150 236 78 Q214 96 200 160Z', STEEL_DARK) + line('M194 196 Q150 250 166 342', ink.main, 28) + line('M208 196 Q256 250 240 342', ink.main, 28) + line('M192 220 Q166 262 172 326', ink.light, 8) + line('M200 212 q-14 20 0 34 t0 34', STEEL_DARK, 5) + circle(202, 190, 15, INK) + circle(202, 190, 6, STEEL));
}

export function seeds(ink: Ink): string {
  const flower = [0, 72, 144, 216, 288].map((degrees) => turned(degrees, oval([200, 166, 16, 26], ink.accent), [200, 194])).join('') + circle(200, 194, 15, '#e9b44c');
  return turned(-9, box([84, 110, 150, 212], ink.dark, 6), [160, 216]) + turned(6, box([120, 74, 168, 252], PAPER, 6) + box([120, 74, 168, 50], ink.main, 6) + box([142, 92, 124, 10], PAPER, 5) + line('M200 200 V286', LEAF_DARK, 7) + oval([222, 250, 22, 9], LEAF) + oval([178, 264, 22, 9], LEAF) + flower + box([120, 296, 168, 30], ink.light, 6));
}

export function birdFeeder(ink: Ink): string {
  return line('M200 40 V84', INK, 5) + path('M88 152 L200 76 L312 152Z', ink.main) + path('M200 76 L312 152 H200Z', ink.dark) + box([130, 150, 140, 128], '#f3ead8') + path('M138 206 H262 V270 H138Z', '#cf9a3c') + line('M138 150 V276 M262 150 V276', ink.main, 12) + box([96, 272, 208, 24], ink.dark, 6) + oval([300, 246, 30, 22], '#d9784f') + circle(322, 226, 15, '#8a5a44') + path('M334 224 l18 6 -18 6Z', '#e9b44c') + circle(325, 223, 3, INK) + path('M272 246 l-26 12 22 8Z', '#8a5a44');
}

export function dogBed(ink: Ink): string {
  return oval([200, 270, 152, 60], ink.dark) + oval([200, 254, 152, 60], ink.main) + oval([200, 246, 112, 36], ink.pale) + path('M130 236 q10 -66 76 -58 q60 -4 66 58 q-30 24 -72 22 q-50 2 -70 -22Z', '#b98d60') + circle(150, 204, 34, '#b98d60') + path('M128 186 q-26 10 -18 42 q22 0 30 -30Z', '#8d6642') + circle(140, 204, 4, INK) + oval([122, 216, 9, 7], INK) + line('M262 222 q30 -8 24 -34', '#b98d60', 13) + path('M60 270 q140 74 280 0 q-10 56 -140 60 Q74 326 60 270Z', ink.main);
}

export function lead(ink: Ink): string {
  return line('M118 110 C40 250 160 340 220 270 S330 140 262 96 S130 160 250 316', ink.main, 15) + line('M118 110 C40 250 160 340 220 270', ink.light, 4) + ring([124, 92, 32], ink.dark, 15) + path('M240 312 h26 q18 16 6 38 q-18 14 -36 0 q-12 -20 4 -38Z', STEEL) + circle(254, 336, 9, '#f6f1e9');
}

export function catTree(ink: Ink): string {
  const sisal = (x: number, y: number, height: number): string => box([x, y, 28, height], '#d3b98c') + Array.from({ length: Math.floor(height / 14) }, (_, i) => line(`M${x} ${y + 8 + 14 * i} h28`, '#b59a6d', 3)).join('');
  return sisal(126, 160, 160) + sisal(238, 96, 224) + box([78, 310, 244, 20], ink.dark, 8) + box([92, 218, 92, 92], ink.main, 10) + circle(138, 268, 27, INK) + box([84, 148, 116, 18], ink.main, 8) + box([190, 82, 124, 18], ink.main, 8) + path('M218 82 q0 -46 30 -46 l6 -14 10 12 10 -10 4 18 q18 6 18 40Z', '#43474c') + line('M292 78 q34 -2 22 -36', '#43474c', 9) + line('M300 100 V150', INK, 3) + circle(300, 160, 11, ink.accent);
}

export function petBowl(ink: Ink): string {
  return oval([200, 222, 110, 30], '#8a5a3c') + [[140, 204], [172, 194], [206, 190], [240, 196], [266, 206], [188, 210], [226, 212]].map(([x = 0, y = 0]) => circle(x, y, 15, '#a8714c')).join('') + path('M84 216 H316 L344 316 q2 14 -12 14 H68 q-14 0 -12 -14Z', ink.main) + path('M84 216 h36 l-20 114 H68 q-14 0 -12 -14Z', ink.light) + line('M84 216 H316', ink.dark, 9) + path('M168 268 q-22 -14 -10 14 q-12 26 10 14 h64 q22 12 10 -14 q12 -28 -10 -14Z', PAPER);
}

export function catToy(ink: Ink): string {
  return line('M74 328 L214 92', TIMBER_DARK, 9) + line('M214 92 Q290 90 282 196', INK, 3) + path('M250 230 q6 -44 46 -44 q46 4 48 44 q-4 26 -50 26 t-44 -26Z', ink.main) + circle(262, 196, 14, ink.dark) + circle(262, 196, 7, ink.pale) + circle(252, 224, 4, INK) + line('M342 238 q24 6 14 36', ink.dark, 6) + [[294, 262, -20], [314, 262, 10]].map(([x = 0, y = 0, degrees = 0]) => turned(degrees, oval([x, y + 22, 9, 28], ink.accent), [x, y])).join('') + circle(130, 296, 34, ink.light) + line('M104 284 q30 10 50 -10 M106 306 q30 10 54 -12', ink.dark, 4);
}

export function aquarium(ink: Ink): string {
  const fish = (x: number, y: number, colour: string): string => oval([x, y, 26, 15], colour) + path(`M${x + 20} ${y} l22 -15 v30Z`, colour) + circle(x - 12, y - 3, 3, INK);
  return box([58, 92, 284, 238], ink.main, 12) + box([70, 116, 260, 192], '#cfe6ee', 4) + box([70, 136, 260, 172], '#9fcbdc') + path('M70 290 q60 -20 130 -6 t130 -4 V308 H70Z', '#d8c193') + line('M104 290 q-14 -40 4 -70 t-2 -50 M124 290 q12 -30 -2 -56', LEAF_DARK, 9) + line('M296 288 q12 -44 -6 -84', LEAF, 9) + fish(190, 190, '#e4785f') + fish(246, 238, '#e9b44c') + [[150, 172, 6], [158, 152, 4], [268, 188, 5]].map(([x = 0, y = 0, r = 0]) => circle(x, y, r, '#ffffffaa')).join('');
}

export function hammer(ink: Ink): string {
  return turned(34, box([184, 130, 32, 220], ink.main, 12) + box([190, 150, 8, 180], ink.light, 4) + box([184, 280, 32, 70], ink.dark, 12) + path('M120 84 H244 V140 H120 q-14 -28 0 -56Z', STEEL_DARK) + box([110, 80, 26, 64], STEEL, 6) + path('M240 88 q60 -8 74 40 q-34 -18 -74 4Z', STEEL));
}

export function screwdriver(ink: Ink): string {
  const driver = (degrees: number, colour: string): string => turned(degrees, box([180, 210, 40, 118], colour, 18) + line('M192 226 V312 M208 226 V312', '#00000022', 5) + box([186, 196, 28, 20], INK, 4) + box([194, 76, 12, 124], STEEL, 2) + path('M192 76 h16 l-4 -20 h-8Z', STEEL_DARK), [200, 330]);
  return driver(-24, ink.light) + driver(24, ink.accent) + driver(0, ink.main);
}

export function drill(ink: Ink): string {
  return line('M46 146 H112', STEEL, 9) + path('M104 122 h28 v48 h-28 l-10 -12 v-24Z', STEEL_DARK) + path('M132 98 H286 q30 4 30 48 t-30 48 H240 L252 286 H182 L170 194 H132Z', ink.main) + path('M132 98 h40 v96 h-40Z', ink.dark) + line('M252 122 H296 M252 142 H304 M252 162 H300', ink.deep, 6) + path('M170 194 l-18 26 q10 14 24 10Z', INK) + box([160, 278, 122, 52], INK, 12) + box([180, 296, 60, 12], ink.accent, 6);
}

export function tapeMeasure(ink: Ink): string {
  const marks = Array.from({ length: 9 }, (_, i) => line(`M${232 + 13 * i} 302 v${i % 3 === 0 ? 16 : 9}`, INK, 3)).join('');
  return box([214, 298, 134, 28], '#f0d35c', 3) + marks + box([342, 294, 10, 40], STEEL_DARK, 3) + path('M60 326 V210 q0 -108 100 -108 q102 0 102 108 v116Z', ink.dark) + path('M60 318 V204 q0 -104 100 -104 q102 0 102 104 v114Z', ink.main) + circle(160, 214, 62, INK) + circle(160, 214, 46, ink.accent) + box([190, 92, 54, 22], INK, 8);
}

export function toolbox(ink: Ink): string {
  return line('M144 160 V112 q0 -18 18 -18 h76 q18 0 18 18 v48', INK, 14) + path('M84 156 H316 l24 50 H60Z', ink.light) + box([52, 200, 296, 130], ink.main, 12) + box([52, 232, 296, 14], ink.dark) + mirrored(box([108, 218, 40, 44], STEEL, 6) + box([120, 232, 16, 16], STEEL_DARK, 3));
}

export function paint(ink: Ink): string {
  return line('M116 144 C116 40 284 40 284 144', STEEL_DARK, 6) + box([108, 142, 184, 188], STEEL, 10) + box([108, 196, 184, 96], PAPER) + circle(200, 244, 34, ink.main) + oval([200, 142, 92, 24], STEEL_DARK) + oval([200, 144, 78, 18], ink.main) + path('M112 150 q16 14 18 50 q2 36 14 36 t14 -40 q0 -22 10 -30Z', ink.main) + turned(38, box([280, 96, 22, 94], TIMBER, 8) + box([266, 184, 50, 24], STEEL_DARK, 3) + path('M268 208 h46 l-6 56 h-34Z', ink.main), [290, 180]);
}
