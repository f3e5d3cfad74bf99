import type { Matrix } from 'ml-matrix';

const PANEL = 280;
const MARGIN = 12;
const TITLE = 24;

/**
 * The first two components of every session, one panel a session on the same axes, one colour a condition.
 *
 * @param sessions names and aligned averages `[conditions * steps, components]`
 */
export function trajectorySvg(
  sessions: readonly { name: string; aligned: Matrix }[],
  steps: number,
): string {
  const points = sessions.flatMap(({ aligned }) => aligned.to2DArray());
  const low = [0, 1].map((d) => points.reduce((least, at) => Math.min(least, at[d] ?? 0), 0));
  const high = [0, 1].map((d) => points.reduce((most, at) => Math.max(most, at[d] ?? 0), 0));
  const range = Math.max(high[0]! - low[0]!, high[1]! - low[1]!);
  const scale = (PANEL - 2 * MARGIN) / range;
  const panels = sessions.map(({ name, aligned }, s) => {
    const conditions = aligned.rows / steps;
    const lines = Array.from({ length: conditions }, (_, condition) => {
      const corners = Array.from({ length: steps }, (__, step) => {
        const [x = 0, y = 0] = aligned.getRow(condition * steps + step);
        const left = MARGIN + (x - low[0]!) * scale;
        const top = TITLE + MARGIN + (high[1]! - y) * scale;
        return `${left.toFixed(1)},${top.toFixed(1)}`;
      });
      const hue = Math.round((360 * condition) / conditions);
      return `<polyline points="${corners.join(' ')}" stroke="hsl(${hue},70%,45%)"/>`;
    });
    return `<g transform="translate(${s * PANEL},0)"><text x="${MARGIN}" y="16">${escapeXml(name)}</text><g fill="none" stroke-width="1.5">${lines.join('')}</g></g>`;
  });
  const [width, height] = [PANEL * sessions.length, PANEL + TITLE];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>${panels.join('')}</svg>\n`;
}

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
