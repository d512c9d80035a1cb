/**
 * Lines over years. A line joins the years with enough films for a median to mean something; the others are points that
 * never set the scale.
 * @typedef {{year: number, n: number, values: number[]}} YearPoint
 */

import { BAR_FONT, gridLine } from "./bars.js";
import { svg } from "./nodes.js";
import { evenScale, textWidth } from "./scales.js";
import { dollars } from "./words.js";
/** @import { Scale } from "./scales.js" */

/** @param {YearPoint[]} points @param {{width: number, height: number, names: string[], axis: string, carries: number, tip: any, describe: (point: YearPoint) => string, figures: (point: YearPoint, place: number) => Object<string, any>}} options */
export function lineChart(points, options) {
  const { width, height, names } = options;
  const thick = points.filter((point) => point.n >= options.carries);
  const counted = thick.length ? thick : points;
  const top = Math.max(...counted.flatMap((point) => point.values.filter(Number.isFinite)), 0) * 1.05 || 1;
  const area = { top: 30, bottom: height - 28 };
  const y = evenScale(0, top, area.bottom, area.top);
  const left = Math.max(...y.ticks.map((tick) => textWidth(dollars(tick), BAR_FONT))) + 10;
  const endings = Math.max(...names.map((name) => textWidth(name, `600 ${BAR_FONT}`))) + 12;
  const years = points.map((point) => point.year);
  const x = evenScale(Math.min(...years), Math.max(...years), left + 6, width - endings, Math.max(2, Math.floor(width / 90)));
  const grid = y.ticks.map((tick) => gridLine(left, width - endings + 6, y.place(tick), dollars(tick)));
  const whole = x.ticks.filter(Number.isInteger);
  const labels = whole.map((year) => svg("text", { class: "label", x: x.place(year), y: height - 8, "text-anchor": "middle" }, String(year)));
  const placed = (/** @type {number} */ value) => y.place(Math.min(value, top));
  const series = names.map((name, place) => {
    const path = linePath(points, place, options.carries, x, y);
    const dots = points.filter((point) => Number.isFinite(point.values[place])).map((point) => {
      const few = point.n < options.carries;
      const dot = svg("circle", { class: few ? "thin" : "dot", cx: x.place(point.year), cy: placed(point.values[place]), r: few ? 2.5 : 2, ...options.figures(point, place) });
      options.tip(dot, () => options.describe(point));
      return dot;
    });
    const last = (thick.length ? thick : points).at(-1);
    const at = last && Number.isFinite(last.values[place]) ? placed(last.values[place]) : area.top;
    return { name, place, at, node: svg("g", { class: `series s${place}` }, svg("path", { class: "line", d: path }), ...dots) };
  });
  const end = width - endings + 10;
  const ends = spread(series.map((one) => one.at), 15).map((at, i) => svg("text", { class: `value end s${i}`, x: end, y: at + 4 }, names[i]));
  return svg(
    "svg",
    { class: "chart", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": options.axis },
    ...grid,
    svg("text", { class: "axis", x: 0, y: 12 }, options.axis),
    ...labels,
    ...series.map((one) => one.node),
    ...ends,
  );
}

/** @param {YearPoint[]} points @param {number} place @param {number} carries @param {Scale} x @param {Scale} y */
function linePath(points, place, carries, x, y) {
  let [path, joined, before] = ["", false, NaN];
  for (const point of points) {
    const value = point.values[place];
    const good = point.n >= carries && Number.isFinite(value);
    if (good) path += `${joined && point.year - before <= 1 ? "L" : "M"}${x.place(point.year).toFixed(1)} ${y.place(value).toFixed(1)}`;
    if (good) before = point.year;
    joined = good;
  }
  return path;
}

/** Heights that leave room for a line of text each. @param {number[]} heights @param {number} gap */
function spread(heights, gap) {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const result = [...heights];
  order.forEach((place, i) => {
    if (i && result[place] - result[order[i - 1]] < gap) result[place] = result[order[i - 1]] + gap;
  });
  return result;
}
