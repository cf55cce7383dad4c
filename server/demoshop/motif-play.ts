import { INK, PAPER, STEEL, STEEL_DARK, TIMBER, TIMBER_DARK, type Ink } from './ink.ts';
import { box, circle, line, mirrored, oval, path, ring, turned } from './shapes.ts';

export function boardGame(ink: Ink): string {
  const squares = Array.from({ length: 16 }, (_, i) => box([120 + 40 * (i % 4), 96 + 34 * Math.floor(i / 4), 38, 32], (i + Math.floor(i / 4)) % 2 ? ink.pale : ink.light, 4));
  const pawn = (x: number, y: number, colour: string): string => path(`M${x - 18} ${y} q18 -14 10 -38 h16 q-8 24 10 38Z`, colour) + circle(x, y - 46, 14, colour);
  return box([96, 76, 208, 172], ink.main, 12) + squares.join('') + box([78, 250, 244, 80], ink.dark, 8) + box([78, 250, 244, 22], ink.deep, 6) + pawn(150, 246, ink.accent) + pawn(216, 250, '#5aa0a0') + turned(16, box([250, 206, 40, 40], PAPER, 8) + circle(262, 218, 5, INK) + circle(278, 234, 5, INK) + circle(270, 226, 5, INK), [270, 226]);
}

export function puzzle(ink: Ink): string {
  const piece = 'M0 0 h32 a16 16 0 1 1 36 0 h32 v32 a16 16 0 1 1 0 36 v32 h-32 a16 16 0 1 0 -36 0 h-32 v-32 a16 16 0 1 0 0 -36Z';
  const at = (x: number, y: number, colour: string, degrees = 0): string => `<g transform="translate(${x} ${y}) rotate(${degrees} 50 50)"><path d="${piece}" fill="${colour}"/></g>`;
  return at(94, 112, ink.main) + at(194, 112, ink.light) + at(94, 212, ink.dark) + at(214, 224, ink.accent, 14);
}

export function blocks(ink: Ink): string {
  return box([88, 246, 84, 84], ink.main, 8) + box([96, 254, 68, 68], ink.light, 6) + box([178, 246, 84, 84], ink.accent, 8) + circle(220, 288, 26, '#ffffff88') + box([268, 246, 56, 84], '#5aa0a0', 8) + box([128, 158, 84, 84], '#e4785f', 8) + path('M170 176 l26 48 h-52Z', '#ffffff99') + path('M216 242 v-40 a42 42 0 0 1 84 0 v40 h-24 v-36 a18 18 0 0 0 -36 0 v36Z', ink.dark) + path('M170 70 l50 84 H120Z', ink.main);
}

export function plush(ink: Ink): string {
  return mirrored(circle(140, 104, 32, ink.dark) + circle(140, 106, 17, ink.pale) + turned(24, oval([110, 236, 26, 52], ink.main), [110, 236]) + oval([142, 306, 40, 30], ink.dark) + oval([140, 308, 22, 17], ink.pale)) + oval([200, 256, 82, 76], ink.main) + oval([200, 264, 48, 48], ink.pale) + circle(200, 148, 76, ink.main) + oval([200, 172, 36, 28], ink.pale)
    + oval([200, 160, 13, 9], INK) + line('M200 168 V180 M186 186 q14 10 28 0', INK, 5) + circle(168, 138, 7, INK) + circle(232, 138, 7, INK) + path('M166 216 l34 16 34 -16 v30 l-34 -14 -34 14Z', ink.accent);
}

export function toyCar(ink: Ink): string {
  const wheel = (x: number): string => circle(x, 290, 40, INK) + circle(x, 290, 20, STEEL) + circle(x, 290, 7, ink.accent);
  return path('M108 208 q22 -74 92 -74 h30 q44 0 70 74Z', ink.light) + path('M134 206 q14 -48 56 -50 v50Z M206 156 h22 q28 2 44 50 h-66Z', '#dbe8ee') + box([46, 204, 308, 84], ink.main, 34) + box([46, 240, 308, 16], ink.dark) + circle(334, 232, 11, '#ffe9a0') + wheel(122) + wheel(278);
}

export function kite(ink: Ink): string {
  return line('M206 226 Q170 280 226 300 T210 346', INK, 4) + turned(12, path('M206 52 L290 138 L206 250 L122 138Z', ink.main) + path('M206 52 L290 138 H206Z', ink.light) + path('M206 138 H290 L206 250Z', ink.accent) + path('M122 138 H206 V250Z', ink.dark) + line('M206 52 V250 M122 138 H290', TIMBER_DARK, 4)) + path('M196 268 l-22 -10 v22Z M196 268 l20 12 2 -22Z', ink.accent) + path('M222 302 l-22 -8 4 22Z M222 302 l22 10 -2 -22Z', ink.light);
}

export function train(ink: Ink): string {
  const wheel = (x: number, r: number): string => circle(x, 326 - r, r, TIMBER_DARK) + circle(x, 326 - r, r / 2.5, TIMBER);
  return box([60, 200, 92, 84], ink.accent, 8) + circle(84, 192, 18, '#5aa0a0') + circle(112, 186, 22, '#e4785f') + circle(132, 196, 14, '#e9b44c') + line('M150 280 H186', INK, 8) + box([180, 128, 76, 156], ink.main, 8) + box([196, 146, 44, 48], '#dbe8ee', 6) + box([168, 114, 100, 18], ink.dark, 8) + box([250, 198, 90, 86], ink.light, 14) + path('M282 198 v-44 h-12 v-18 h48 v18 h-12 v44Z', ink.dark) + wheel(86, 24) + wheel(128, 24) + wheel(212, 32) + wheel(286, 22) + wheel(326, 22);
}

export function yogaMat(ink: Ink): string {
  return path('M96 214 H330 q14 0 14 14 v88 q0 14 -14 14 H96Z', ink.light) + line('M180 226 V322 M200 226 V322', ink.pale, 4) + circle(110, 254, 76, ink.dark) + ring([110, 254, 58], ink.main, 13) + ring([110, 254, 34], ink.main, 12) + circle(110, 254, 14, ink.deep) + line('M72 190 q76 -60 120 24', ink.accent, 9);
}

export function dumbbell(ink: Ink): string {
  const one = box([150, 186, 100, 26], STEEL, 10) + mirrored(box([84, 142, 46, 114], ink.main, 14) + box([124, 156, 30, 86], ink.dark, 10) + box([92, 152, 10, 94], ink.light, 5));
  return `<g transform="translate(0 -46)">${turned(-10, one)}</g><g transform="translate(6 66)">${turned(8, one)}</g>`;
}

export function ball(ink: Ink): string {
  return circle(200, 204, 126, ink.dark) + circle(200, 200, 126, '#fbfaf5') + path('M200 148 l48 34 -18 56 h-60 l-18 -56Z', ink.main) + path('M200 74 q52 4 84 36 l-28 26 -56 -28 -56 28 -28 -26 q32 -32 84 -36Z M326 200 q-2 52 -34 86 l-34 -20 8 -46 34 -34Z M74 200 q2 52 34 86 l34 -20 -8 -46 -34 -34Z M146 312 q54 26 108 0 l-18 -36 h-72Z', ink.main) + line('M200 148 V108 M248 182 L300 186 M230 238 L258 266 M170 238 L142 266 M152 182 L100 186', INK, 4);
}

export function racket(ink: Ink): string {
  const strings = [140, 160, 180, 200, 220, 240, 260].map((x) => line(`M${x} 72 V228`, '#d6d9d2', 2)).join('') + [90, 112, 134, 156, 178, 200, 222].map((y) => line(`M126 ${y} H274`, '#d6d9d2', 2)).join('');
  return turned(30, oval([200, 146, 88, 108], ink.main) + oval([200, 146, 72, 92], '#f8f8f4') + `<svg x="128" y="54" width="144" height="184" viewBox="128 54 144 184">${strings}</svg>` + path('M162 238 L192 292 H208 L238 238 L200 262Z', ink.dark) + box([188, 284, 24, 96], INK, 10) + box([188, 300, 24, 8], ink.accent)) + circle(306, 286, 32, '#d9df5a') + line('M282 266 q22 16 18 50', '#ffffff', 5);
}

export function helmet(ink: Ink): string {
  return path('M66 232 q0 -138 134 -138 q128 0 136 124 q-4 18 -30 20 q-96 14 -216 10 q-24 -2 -24 -16Z', ink.main) + path('M124 128 q50 -30 64 -30 q-34 50 -44 130 h-46 q0 -64 26 -100Z M214 96 q40 2 62 24 q-4 60 12 108 l-56 6 q6 -80 -18 -138Z', ink.deep) + path('M66 232 q130 26 270 -14 q-4 18 -30 20 q-96 14 -216 10 q-24 -2 -24 -16Z', INK) + line('M110 250 L170 322 L262 246', INK, 8) + box([154, 304, 34, 22], ink.accent, 8);
}

export function skippingRope(ink: Ink): string {
  return line('M112 140 C40 350 200 350 200 250 S360 130 288 330', ink.dark, 8) + turned(-14, box([96, 60, 32, 92], ink.main, 14) + box([96, 84, 32, 10], ink.pale), [112, 140]) + turned(10, box([272, 196, 32, 92], ink.main, 14) + box([272, 220, 32, 10], ink.pale), [288, 240]);
}

export function goggles(ink: Ink): string {
  return line('M70 190 C90 90 310 90 330 190', ink.dark, 14) + mirrored(box([66, 156, 122, 92], ink.main, 42) + box([82, 170, 90, 64], '#9fd3e6', 30) + path('M96 186 q10 -12 30 -12 l-26 44 q-12 -12 -4 -32Z', '#ffffff99')) + line('M184 196 q16 -12 32 0', ink.deep, 12);
}

export function guitar(ink: Ink): string {
  return turned(28, box([186, 40, 28, 170], TIMBER_DARK, 4) + path('M180 16 h40 l-6 36 h-28Z', INK) + [24, 38].map((y) => circle(176, y, 6, STEEL) + circle(224, y, 6, STEEL)).join('') + path('M200 186 q58 -10 58 36 q-2 22 -14 34 q30 24 30 62 q0 60 -74 60 t-74 -60 q0 -38 30 -62 q-12 -12 -14 -34 q0 -46 58 -36Z', ink.main)
    + path('M200 186 q-58 -10 -58 36 q2 22 14 34 q-30 24 -30 62 q0 60 74 60 q-50 -20 -46 -64 q2 -30 18 -48 q-12 -44 28 -80Z', ink.light) + circle(200, 266, 27, INK) + ring([200, 266, 32], ink.pale, 4) + box([172, 330, 56, 14], INK, 4) + line('M193 60 V334 M200 60 V334 M207 60 V334', '#f3ead8', 2), [200, 200]);
}

export function piano(ink: Ink): string {
  const white = Array.from({ length: 14 }, (_, i) => box([64 + 19.6 * i, 208, 18, 74], '#fdfbf6', 3)).join('');
  const black = [0, 1, 3, 4, 5, 7, 8, 10, 11, 12].map((i) => box([76 + 19.6 * i, 208, 13, 44], INK, 2)).join('');
  return line('M104 290 L84 330 M296 290 L316 330', ink.deep, 12) + box([48, 134, 304, 160], ink.main, 12) + box([58, 148, 284, 44], ink.dark, 6) + box([150, 158, 100, 24], '#9fd3e6', 4) + circle(92, 170, 11, ink.accent) + circle(308, 170, 11, ink.accent) + white + black;
}

export function drum(ink: Ink): string {
  return path('M96 138 L126 318 q74 26 148 0 L304 138Z', ink.main) + path('M96 138 L126 318 q18 8 36 10 L142 150Z', ink.light) + line('M104 172 L142 316 L168 176 L200 326 L232 176 L258 316 L296 172', PAPER, 5) + oval([200, 136, 106, 36], ink.dark) + oval([200, 130, 104, 32], '#f3e6cc') + oval([200, 130, 58, 16], '#e7d5b2');
}

export function recordPlayer(ink: Ink): string {
  return box([54, 88, 292, 224], ink.dark, 14) + box([54, 82, 292, 218], ink.main, 14) + circle(178, 190, 92, INK) + ring([178, 190, 72], '#4a4d52', 2) + ring([178, 190, 54], '#4a4d52', 2) + circle(178, 190, 32, ink.accent) + circle(178, 190, 5, PAPER) + circle(304, 116, 17, STEEL) + line('M304 116 L300 206 L246 240', STEEL, 8) + box([232, 232, 26, 16], STEEL_DARK, 3) + circle(306, 270, 13, ink.pale);
}

export function musicStand(ink: Ink): string {
  return line('M200 190 V292 M200 286 L130 330 M200 286 L270 330 M200 286 V328', ink.dark, 10) + path('M96 84 H304 L312 204 H88Z', ink.main) + box([82, 198, 236, 16], ink.deep, 6) + path('M116 98 H196 V192 H112Z M204 98 H284 L288 192 H204Z', PAPER) + [120, 144, 168].map((y) => line(`M124 ${y} H188 M212 ${y} H278`, '#b9b4a6', 3)).join('') + circle(140, 144, 6, INK) + circle(166, 132, 6, INK) + circle(236, 150, 6, INK) + circle(258, 136, 6, INK);
}
