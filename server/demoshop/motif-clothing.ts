import { INK, STEEL, STEEL_DARK, type Ink } from './ink.ts';
import { box, circle, line, mirrored, oval, path, ring, turned } from './shapes.ts';

export function tShirt(ink: Ink): string {
  const print = ['', circle(200, 196, 34, ink.accent), line('M128 180 H272 M128 204 H272 M128 228 H272', ink.pale, 10), box([168, 164, 64, 64], ink.light, 8)];
  return path('M150 82 q50 34 100 0 l76 40 -34 70 -30 -14 V322 H138 V178 l-30 14 -34 -70Z', ink.main) + path('M150 82 q50 34 100 0 l-14 -6 q-36 22 -72 0Z', ink.dark) + (print[ink.pick(4)] ?? '') + line('M138 178 V216 M262 178 V216', ink.dark, 4);
}

export function sweater(ink: Ink): string {
  const knit = ink.pick(2) ? line('M134 196 l16 14 16 -14 16 14 16 -14 16 14 16 -14 16 14 16 -14 M134 222 l16 14 16 -14 16 14 16 -14 16 14 16 -14 16 14 16 -14', ink.pale, 6) : line('M172 130 q14 18 0 36 t0 36 t0 36 t0 36 M228 130 q-14 18 0 36 t0 36 t0 36 t0 36', ink.light, 8);
  return path('M152 88 q48 26 96 0 q46 14 54 60 l26 150 -44 10 -22 -104 V314 H138 V204 l-22 104 -44 -10 26 -150 q8 -46 54 -60Z', ink.main) + knit
    + box([136, 300, 128, 24], ink.dark, 6) + path('M152 88 q48 26 96 0 l2 -14 q-50 22 -100 0Z', ink.dark) + turned(10, box([66, 292, 50, 20], ink.dark, 5), [92, 302]) + turned(-10, box([284, 292, 50, 20], ink.dark, 5), [308, 302]);
}

export function dress(ink: Ink): string {
  const hem = ink.pick(2) ? line('M100 308 Q200 334 300 308', ink.pale, 8) : [[150, 250], [200, 270], [250, 250], [176, 300], [228, 300]].map(([x = 0, y = 0]) => circle(x, y, 8, ink.pale)).join('');
  return line('M164 66 V104 M236 66 V104', ink.main, 12) + path('M150 96 q50 34 100 0 q-6 54 -12 76 L310 312 Q200 350 90 312 L162 172 q-6 -22 -12 -76Z', ink.main) + path('M162 172 L90 312 q30 14 62 18 L184 180Z', ink.light) + path('M160 164 q40 14 80 0 l4 20 q-44 14 -88 0Z', ink.accent) + hem;
}

export function jeans(ink: Ink): string {
  return path('M128 74 H272 L290 322 H222 L200 158 L178 322 H110Z', ink.main) + path('M128 74 H272 L274 104 H126Z', ink.dark) + path('M110 322 l2 -18 h70 l-4 18Z M222 322 l-2 -18 h68 l2 18Z', ink.light)
    + line('M138 110 q6 40 42 38 M262 110 q-6 40 -42 38', ink.light, 4) + line('M200 104 V152', ink.light, 4) + circle(200, 88, 6, '#d8b04a') + line('M150 76 V100 M250 76 V100', ink.deep, 7);
}

export function jacket(ink: Ink): string {
  return path('M154 78 q46 18 92 0 q44 16 54 62 l24 154 -46 10 -16 -92 V322 H138 V212 l-16 92 -46 -10 24 -154 q10 -46 54 -62Z', ink.main) + path('M152 78 q6 50 48 56 q42 -6 48 -56 l14 8 q-4 66 -62 74 q-58 -8 -62 -74Z', ink.dark)
    + line('M200 140 V320', ink.light, 6) + mirrored(box([150, 252, 38, 46], ink.dark, 6)) + [176, 214, 252, 290].map((y) => circle(210, y, 5, ink.accent)).join('');
}

export function socks(ink: Ink): string {
  const sock = path('M140 78 H206 V228 q34 24 66 36 q34 14 24 44 q-6 22 -44 22 q-46 0 -84 -34 q-28 -24 -28 -52Z', ink.main) + path('M140 78 H206 V106 H140Z', ink.dark) + path('M272 264 q34 14 24 44 q-6 22 -44 22 h-10 q10 -40 30 -66Z', ink.accent) + path('M140 216 q30 -6 56 34 l-30 46 q-26 -22 -26 -52Z', ink.dark) + line('M142 136 H204 M142 160 H204', ink.pale, 9);
  return `<g transform="translate(34 -12)">${sock}</g><g transform="translate(-34 6)">${sock}</g>`;
}

export function scarf(ink: Ink): string {
  const fringe = (x: number, y: number): string => [0, 14, 28, 42, 56].map((dx) => line(`M${x + dx} ${y} v22`, ink.dark, 6)).join('');
  return path('M108 122 q92 -70 184 0 q14 44 -32 66 q-60 26 -120 0 q-46 -22 -32 -66Z', ink.dark) + oval([200, 126, 64, 30], '#00000022') + path('M170 176 h70 l18 122 h-72Z', ink.light) + fringe(190, 300) + path('M142 178 h72 l-26 132 h-72Z', ink.main) + fringe(120, 312)
    + line('M134 222 H204 M128 252 H198 M124 282 H192', ink.pale, 9) + path('M112 130 q88 62 176 0 q10 40 -28 58 q-60 26 -120 0 q-38 -18 -28 -58Z', ink.main) + line('M130 172 l8 -26 M166 190 l6 -28 M206 192 v-30 M244 184 l-8 -26', ink.pale, 8);
}

export function bra(ink: Ink): string {
  return mirrored(line('M118 180 Q112 110 150 76', ink.dark, 8) + path('M66 196 Q92 176 118 178 Q164 150 196 216 Q190 270 134 270 Q92 268 66 232Z', ink.main) + path('M118 178 Q164 150 196 216 Q150 200 106 250 Q98 210 118 178Z', ink.light));
}

export function toteBag(ink: Ink): string {
  return line('M146 150 C146 48 254 48 254 150', ink.deep, 12) + path('M96 146 H304 L320 318 q0 12 -12 12 H92 q-12 0 -12 -12Z', ink.main) + path('M96 146 H304 L306 170 H94Z', ink.dark)
    + (ink.pick(2) ? circle(200, 250, 38, ink.pale) + circle(200, 250, 20, ink.accent) : path('M92 250 H314 L320 318 q0 12 -12 12 H92 q-12 0 -12 -12Z', ink.light));
}

export function wallet(ink: Ink): string {
  return box([92, 120, 190, 66], '#7d8fc2', 8) + box([112, 106, 190, 66], ink.accent, 8) + box([76, 142, 248, 164], ink.dark, 18) + box([76, 150, 248, 164], ink.main, 18) + line('M92 166 H308 M92 298 H308', ink.light, 3) + path('M324 206 h-66 q-22 0 -22 24 t22 24 h66Z', ink.dark) + circle(262, 230, 9, '#d8b04a');
}

export function watch(ink: Ink): string {
  return path('M160 40 H240 L248 130 H152Z M152 268 H248 L240 358 H160Z', ink.dark) + line('M200 52 V96 M200 304 V344', ink.deep, 3) + box([284, 188, 22, 24], STEEL_DARK, 5) + circle(200, 200, 90, STEEL_DARK) + circle(200, 200, 84, STEEL) + circle(200, 200, 70, ink.pick(2) ? '#fdfaf3' : ink.main)
    + Array.from({ length: 12 }, (_, i) => turned(30 * i, line('M200 142 V136', ink.pick(2) ? INK : '#fdfaf3', 5))).join('') + turned(-50, line('M200 200 V158', ink.pick(2) ? INK : '#fdfaf3', 7)) + turned(60, line('M200 200 V146', ink.accent, 5)) + circle(200, 200, 7, ink.accent);
}

export function belt(ink: Ink): string {
  return ring([200, 206, 104], ink.dark, 40) + ring([200, 200, 104], ink.main, 36) + ring([200, 200, 117], ink.light, 2) + box([172, 270, 62, 68], '#c2a14d', 10) + box([184, 284, 38, 40], ink.main, 3) + line('M204 304 H230', '#c2a14d', 7) + [248, 272, 292].map((x, i) => circle(x, 286 - 16 * i, 4, ink.deep)).join('');
}

export function sneaker(ink: Ink): string {
  return path('M62 180 q34 18 62 -6 q18 -18 34 -2 l70 64 q22 14 62 18 q48 6 48 40 H62Z', ink.main) + path('M62 180 q34 18 62 -6 l6 12 q-20 54 -68 44Z', ink.dark) + path('M262 252 q14 2 28 2 q48 6 48 40 h-70 q-14 -22 -6 -42Z', ink.light)
    + line('M158 196 l-22 22 M178 212 l-22 22 M198 230 l-20 22 M218 246 l-16 20', '#fdfaf3', 8) + path('M54 290 H344 q4 34 -26 36 H84 q-32 0 -30 -36Z', '#fbf8f0') + line('M62 312 H338', ink.accent, 6);
}

export function runningShoe(ink: Ink): string {
  return path('M60 170 q40 20 60 -8 q16 -20 36 0 l68 62 q26 16 70 20 q50 6 54 46 H60Z', ink.main) + path('M110 246 Q190 280 268 246 L214 290 H128Z', ink.accent) + path('M60 170 q40 20 60 -8 l8 14 q-20 54 -68 42Z', ink.dark) + line('M160 188 l-20 24 M180 206 l-20 24 M202 224 l-18 24', '#fdfaf3', 7)
    + path('M46 284 q150 -8 304 0 q6 26 -30 42 Q260 330 200 322 T70 322 q-26 -8 -24 -38Z', '#fbf8f0') + path('M52 306 q70 26 148 8 t140 2 q-10 8 -20 10 Q260 330 200 322 T70 322 q-12 -4 -18 -16Z', ink.accent);
}

export function boot(ink: Ink): string {
  return path('M112 76 H226 L230 204 q44 14 78 34 q34 18 34 62 H104Z', ink.main) + path('M112 76 H226 V106 H112Z', ink.dark) + path('M286 228 q56 20 56 72 h-70 q-14 -44 14 -72Z', ink.light) + line('M184 130 L228 122 M186 156 L230 148 M190 182 L232 174 M200 206 L244 196', '#e9dcc3', 7)
    + path('M96 294 H348 v16 q0 20 -20 20 H96Z', ink.deep) + line('M108 316 H336', '#00000044', 4) + path('M112 76 h22 v220 h-30Z', '#ffffff22');
}

export function sandal(ink: Ink): string {
  return path('M58 300 q120 -30 190 -18 q90 14 96 20 q6 26 -20 28 H84 q-28 -2 -26 -30Z', ink.deep) + path('M58 290 q120 -30 190 -18 q90 14 96 20 q0 12 -20 14 H84 q-26 -2 -26 -16Z', '#d3b98c') + path('M196 282 q10 -74 62 -78 q40 4 66 84 q-20 6 -34 4 q-10 -40 -34 -42 q-18 4 -24 40Z', ink.main)
    + path('M78 288 q0 -84 50 -92 q34 2 40 24 l60 12 -6 20 -62 -12 q-10 -16 -30 -16 q-22 14 -26 56Z', ink.main) + box([148, 222, 24, 22], '#c2a14d', 4);
}

export function slipper(ink: Ink): string {
  return path('M52 278 q20 -16 80 -18 q50 -80 134 -66 q70 14 80 84 q6 40 -28 42 H84 q-34 0 -32 -42Z', ink.main) + path('M52 278 q20 -16 80 -18 q30 -44 66 -62 q22 40 -14 84 q-60 22 -132 -4Z', ink.deep) + path('M60 272 q22 -12 72 -14 q26 -36 56 -54 q16 34 -12 68 q-50 18 -116 0Z', '#f3e9d8') + path('M50 296 q150 22 296 0 q-2 32 -30 34 H84 q-32 -2 -34 -34Z', ink.dark);
}

export function loafer(ink: Ink): string {
  return path('M56 214 q54 24 90 -8 q30 24 74 28 q100 6 122 60 H56Z', ink.main) + path('M56 214 q54 24 90 -8 l12 10 q-40 50 -102 34Z', ink.deep) + path('M206 236 q70 -4 104 34 q-60 -4 -110 0 q-22 -18 6 -34Z', ink.light) + path('M172 222 l46 14 -14 40 -50 -10Z', ink.dark) + line('M178 248 h22', ink.pale, 6) + path('M50 290 H346 q2 18 -16 20 H140 v18 H56Z', ink.deep);
}

export function heel(ink: Ink): string {
  return path('M78 130 q40 10 62 60 q44 84 126 92 q66 8 70 34 H250 Q176 306 122 232 L104 328 H92 L84 196 q-16 -36 -6 -66Z', ink.main) + path('M78 130 q40 10 62 60 q-36 20 -58 -6 q-8 -30 -4 -54Z', ink.dark) + path('M236 274 q96 4 100 42 h-86 q-30 -16 -14 -42Z', ink.light);
}

export function necklace(ink: Ink): string {
  return line('M96 84 Q110 238 200 262 Q290 238 304 84', '#c9a44a', 6) + path('M200 254 l30 34 -30 42 -30 -42Z', ink.main) + path('M200 254 l30 34 h-60Z', ink.light) + [[126, 168], [156, 220], [244, 220], [274, 168]].map(([x = 0, y = 0]) => circle(x, y, 9, ink.pale)).join('');
}

export function jewelRing(ink: Ink): string {
  return ring([200, 236, 82], '#c9a44a', 18) + ring([200, 236, 88], '#e3c777', 3) + path('M156 90 H244 L274 124 L200 186 L126 124Z', ink.main) + path('M126 124 H274 L200 186Z', ink.dark) + path('M156 90 L172 124 L200 90 L228 124 L244 90Z', ink.pale);
}
