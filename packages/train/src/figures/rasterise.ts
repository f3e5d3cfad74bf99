import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

export interface PngImage {
  width: number;
  height: number;
  bytes: Uint8Array;
}

const { resolve } = createRequire(import.meta.url);
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

let ready: Promise<Uint8Array[]> | undefined;

/** Starts the renderer once; fonts come from a package, so that text looks the same on every machine. */
async function start(): Promise<Uint8Array[]> {
  await initWasm(await readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return Promise.all(FONTS.map((font) => readFile(resolve(`dejavu-fonts-ttf/ttf/${font}`))));
}

/** Draws an SVG figure as a PNG image of the size it states, in pixels. */
export async function rasterise(svg: string): Promise<PngImage> {
  const fontBuffers = await (ready ??= start());
  const drawing = new Resvg(svg, {
    font: { fontBuffers, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  });
  try {
    const image = drawing.render();
    try {
      return { width: image.width, height: image.height, bytes: image.asPng() };
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}
