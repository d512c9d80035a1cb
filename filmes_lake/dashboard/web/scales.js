/**
 * From values to places on a drawing, and where the lines of a grid stand.
 * @typedef {{place: (value: number) => number, ticks: number[], from: number, to: number}} Scale
 */

import { shortened } from "./nodes.js";

/** Even steps, from zero or wherever `from` is. @param {number} from @param {number} to @param {number} start @param {number} end @param {number} [wanted] @returns {Scale} */
export function evenScale(from, to, start, end, wanted = 5) {
  const span = to - from || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks = [];
  for (let i = Math.ceil(from / step); i * step <= to + step / 1e6; i += 1) ticks.push(i * step);
  return { place: (value) => start + ((value - from) / span) * (end - start), ticks, from, to };
}

/** Powers of ten; of two of them or fewer also twice and five times as much. @param {number} from @param {number} to @param {number} start @param {number} end @returns {Scale} */
export function logScale(from, to, start, end) {
  const [low, high] = [Math.log10(from), Math.log10(to)];
  const span = high - low || 1;
  const factors = high - low > 2 ? [1] : [1, 2, 5];
  const ticks = [];
  for (let power = Math.floor(low); power <= high; power += 1) ticks.push(...factors.map((factor) => factor * 10 ** power).filter((tick) => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9)));
  return { place: (value) => start + ((Math.log10(value) - low) / span) * (end - start), ticks, from, to };
}

/** Texts that do not touch each other: later ones give way. @param {{at: number, size: number}[]} labels @param {number} gap */
export function apart(labels, gap) {
  let last = -Infinity;
  const forward = labels.length < 2 || labels[0].at <= labels[1].at;
  return labels.map(({ at, size }) => {
    const along = forward ? at : -at;
    if (along - size / 2 < last + gap) return false;
    last = along + size / 2;
    return true;
  });
}

/** What is drawn with on a canvas. @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

const ruler = contextOf(document.createElement("canvas"));

/** How wide a text is, in pixels. @param {string} text @param {string} font */
export function textWidth(text, font) {
  ruler.font = font;
  return ruler.measureText(text).width;
}

/** The text, cut where it is wider than so many pixels. @param {string} text @param {number} width @param {string} font */
export function fitted(text, width, font) {
  let cut = text;
  for (let letters = Array.from(text).length - 1; letters > 0 && textWidth(cut, font) > width; letters -= 1) cut = shortened(text, letters);
  return cut;
}
