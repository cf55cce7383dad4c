import { INK, PAPER, STEEL, TIMBER_DARK, type Ink } from './ink.ts';
import { box, circle, line, oval, path, turned } from './shapes.ts';

export function creamJar(ink: Ink): string {
  return box([96, 196, 208, 134], ink.main, 28) + box([110, 206, 20, 112], '#ffffff44', 10) + box([88, 138, 224, 66], ink.dark, 14) + line('M104 160 H296 M104 182 H296', ink.deep, 3) + box([136, 232, 128, 64], PAPER, 6) + box([154, 248, 92, 9], ink.dark, 4) + box([170, 270, 60, 6], ink.light, 3);
}

export function soap(ink: Ink): string {
  return [[118, 130, 26], [160, 96, 16], [270, 118, 22], [230, 84, 12]].map(([x = 0, y = 0, r = 0]) => circle(x, y, r, '#ffffffcc') + circle(x - r / 3, y - r / 3, r / 4, '#ffffff')).join('')
    + oval([200, 312, 140, 20], TIMBER_DARK) + box([82, 178, 236, 132], ink.dark, 52) + box([82, 166, 236, 132], ink.main, 52) + box([114, 192, 172, 80], ink.light, 34) + line('M164 232 q36 -34 72 0', ink.dark, 8);
}

export function shampoo(ink: Ink): string {
  return box([186, 66, 28, 50], STEEL) + path('M186 66 h-58 q-10 16 6 20 h52Z', INK) + box([166, 108, 68, 28], INK, 8) + path('M140 136 H260 q18 6 18 30 V304 q0 26 -26 26 H148 q-26 0 -26 -26 V166 q0 -24 18 -30Z', ink.main) + path('M138 150 h16 V316 h-8 q-12 -2 -12 -14 V166Z', '#ffffff44') + box([146, 190, 108, 96], PAPER, 8) + path('M200 206 q30 26 0 54 q-30 -28 0 -54Z', ink.dark) + box([172, 268, 56, 6], ink.light, 3);
}

export function lipstick(ink: Ink): string {
  return path('M164 178 V108 q34 -50 72 -34 V178Z', ink.main) + path('M164 108 q34 -50 72 -34 q-8 34 -72 58Z', ink.light) + box([154, 170, 92, 50], '#c9a44a', 4) + box([154, 184, 92, 6], '#e3c777') + box([140, 216, 120, 114], INK, 8) + box([152, 226, 14, 94], '#ffffff22', 7);
}

export function perfume(ink: Ink): string {
  return box([172, 60, 56, 56], ink.deep, 8) + box([180, 112, 40, 26], '#c9a44a', 3)
    + (ink.pick(2) ? box([108, 136, 184, 194], '#e7eef0', 22) + path('M120 190 H280 V304 q0 16 -16 16 H136 q-16 0 -16 -16Z', ink.main) : path('M200 136 q110 24 104 118 q-6 76 -104 76 t-104 -76 q-6 -94 104 -118Z', '#e7eef0') + path('M108 230 q92 -26 184 0 q4 88 -92 88 t-92 -88Z', ink.main))
    + box([150, 222, 100, 60], PAPER, 4) + box([166, 238, 68, 8], ink.dark, 4) + box([178, 258, 44, 6], ink.light, 3) + path('M122 160 q8 -12 22 -14 v140 h-14Z', '#ffffff66');
}

export function hairbrush(ink: Ink): string {
  const pins = [0, 1, 2, 3, 4].flatMap((row) => [0, 1, 2].map((column) => circle(178 + 22 * column, 100 + 24 * row, 5, INK)));
  return turned(28, box([182, 210, 36, 140], ink.main, 18) + oval([200, 150, 66, 96], ink.main) + oval([200, 148, 50, 78], ink.pale) + pins.join('') + box([190, 300, 20, 10], ink.dark, 5));
}

export function makeup(ink: Ink): string {
  const pans = [0, 1].flatMap((row) => [0, 1, 2].map((column) => box([84 + 80 * column, 188 + 66 * row, 70, 56], [ink.main, ink.light, ink.dark, ink.accent, ink.pale, ink.deep][row * 3 + column] ?? ink.main, 8)));
  return path('M70 82 H330 V170 H70Z', INK) + box([86, 94, 228, 66], '#dbe8ee', 4) + line('M120 150 L180 100', '#ffffff', 8) + box([66, 172, 268, 154], INK, 12) + pans.join('');
}

export function nailPolish(ink: Ink): string {
  return box([168, 56, 64, 130], INK, 20) + path('M140 190 H260 q20 10 20 40 v70 q0 30 -30 30 H150 q-30 0 -30 -30 v-70 q0 -30 20 -40Z', ink.main) + path('M138 210 q10 -12 24 -12 V320 h-12 q-18 0 -18 -20Z', '#ffffff55');
}
