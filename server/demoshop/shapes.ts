/** Shapes of a 400 × 400 drawing as SVG text. Numbers only, so nothing needs escaping. */

/** A filled path. */
export function path(d: string, fill: string): string {
  return `<path d="${d}" fill="${fill}"/>`;
}

/** A round-ended line along a path, not filled. */
export function line(d: string, stroke: string, width: number): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** A rectangle with corners rounded by `round`. */
export function box([x, y, width, height]: readonly [number, number, number, number], fill: string, round = 0): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${round > 0 ? ` rx="${round}"` : ''} fill="${fill}"/>`;
}

export function circle(x: number, y: number, radius: number, fill: string): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;
}

/** A circle's outline. */
export function ring([x, y, radius]: readonly [number, number, number], stroke: string, width: number): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;
}

export function oval([x, y, across, down]: readonly [number, number, number, number], fill: string): string {
  return `<ellipse cx="${x}" cy="${y}" rx="${across}" ry="${down}" fill="${fill}"/>`;
}

/** `shapes` turned by `degrees` around a point, the middle unless told. */
export function turned(degrees: number, shapes: string, [x, y]: readonly [number, number] = [200, 200]): string {
  return `<g transform="rotate(${degrees} ${x} ${y})">${shapes}</g>`;
}

/** `shapes` and their mirror image across the vertical middle. */
export function mirrored(shapes: string): string {
  return `${shapes}<g transform="matrix(-1 0 0 1 400 0)">${shapes}</g>`;
}
